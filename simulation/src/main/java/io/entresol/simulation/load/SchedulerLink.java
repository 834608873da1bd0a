package io.entresol.simulation.load;

import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.vertx.core.Future;

/** A framework's way to the master: one stream of events, and calls. Used on one context. */
interface SchedulerLink {
  /** Hears what comes. */
  interface Listener {
    void happened(Event event);

    /** A call was refused or lost, or the stream is broken. */
    void failed(Call.Type type, String why);
  }

  /** Subscribes. */
  void subscribe(Call call, Listener listener);

  /** Sends any other call; the framework's id is in it. */
  void call(Call call);

  /** Nothing is heard of it any more. */
  void close();

  /** Makes links, each for one framework. */
  interface Maker {
    SchedulerLink make();

    /** Lets go of what the links share. */
    Future<Void> close();
  }
}
