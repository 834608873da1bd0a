package io.entresol.agent.core.edge;

/** What an agent's connection to a gateway needs done. */
public sealed interface EdgeEffect {
  void run(Runner runner);

  /** Carries effects out. */
  interface Runner {
    void connect(long attempt, EdgeAddress address);

    void drop(long attempt);

    void sayAlive();

    void cutOff();
  }

  /** Connect; {@code attempt} names the connection from then on. */
  record Connect(long attempt, EdgeAddress address) implements EdgeEffect {
    @Override
    public void run(Runner runner) {
      runner.connect(attempt, address);
    }
  }

  /** Break the connection, or the attempt at it, off. */
  record Drop(long attempt) implements EdgeEffect {
    @Override
    public void run(Runner runner) {
      runner.drop(attempt);
    }
  }

  /** Send a sign of life. */
  record SayAlive() implements EdgeEffect {
    @Override
    public void run(Runner runner) {
      runner.sayAlive();
    }
  }

  /** There is no way to a master any more. */
  record CutOff() implements EdgeEffect {
    @Override
    public void run(Runner runner) {
      runner.cutOff();
    }
  }
}
