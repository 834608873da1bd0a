package io.entresol.marathon.core.effect;

import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.MarathonEvent;

/** Something that Marathon does to the outside. It may happen only once its frame is stored. */
public sealed interface MarathonEffect {
  void run(Runner runner);

  /** Opens a stream of events from the leading master. */
  record Subscribe(String streamId, Call call) implements MarathonEffect {
    @Override
    public void run(Runner runner) {
      runner.subscribe(this);
    }
  }

  /** Ends a stream: nothing that still arrives on it counts. */
  record Unsubscribe(String streamId) implements MarathonEffect {
    @Override
    public void run(Runner runner) {
      runner.unsubscribe(this);
    }
  }

  /** Tells the master something, as the framework that holds the stream. */
  record CallMaster(String streamId, Call call) implements MarathonEffect {
    @Override
    public void run(Runner runner) {
      runner.callMaster(this);
    }
  }

  /** Answers a request of the REST API. */
  record Respond(long requestId, HttpAnswer answer) implements MarathonEffect {
    @Override
    public void run(Runner runner) {
      runner.respond(this);
    }
  }

  /** Shows an event to those who listen. */
  record Publish(MarathonEvent event) implements MarathonEffect {
    @Override
    public void run(Runner runner) {
      runner.publish(this);
    }
  }

  /** Looks whether an instance works. */
  record Probe(ProbeId id, ProbeTarget target) implements MarathonEffect {
    @Override
    public void run(Runner runner) {
      runner.probe(this);
    }
  }

  /** Ends this term of leadership. */
  record GiveUpLeadership(String reason) implements MarathonEffect {
    @Override
    public void run(Runner runner) {
      runner.giveUpLeadership(this);
    }
  }

  /** Does what effects say. */
  interface Runner {
    void subscribe(Subscribe effect);

    void unsubscribe(Unsubscribe effect);

    void callMaster(CallMaster effect);

    void respond(Respond effect);

    void publish(Publish effect);

    void probe(Probe effect);

    void giveUpLeadership(GiveUpLeadership effect);
  }
}
