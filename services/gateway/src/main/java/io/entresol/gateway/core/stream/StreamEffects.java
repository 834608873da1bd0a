package io.entresol.gateway.core.stream;

import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.CallReply;
import java.util.List;

/** Carries out what a framework's stream decides; see {@link StreamEffect}. */
public interface StreamEffects {
  void subscribe(long subscription, Call call);

  void begin();

  void refuse(CallReply reply);

  void send(List<Event> events);

  void part(StreamEnd cause);

  void resume();

  void ended(StreamEnd reason);
}
