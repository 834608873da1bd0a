package io.entresol.runtime;

import io.entresol.proto.bus.Guard;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.ToMaster;
import io.vertx.core.Future;
import java.time.Duration;

/** The way to the leading master. */
public final class MasterBus {
  /** Of a member that speaks for nobody but itself: to be a member is its credential. */
  public static final Guard OWN =
      Guard.newBuilder().setFrameworks(true).setReadonly(true).setReadwrite(true).build();

  private final LeaderCalls calls;

  MasterBus(LeaderCalls calls) {
    this.calls = calls;
  }

  /**
   * Sends a message, its epoch filled in, and waits for the answer.
   *
   * @return fails with {@link NoLeaderException} if nobody leads, with Vert.x's {@code
   *     ReplyException} if no answer comes in time: then the message may have had its effect
   */
  public Future<MasterReply> ask(ToMaster.Builder message, Duration timeout) {
    return calls.ask(epoch -> message.setEpoch(epoch.number()).build(), timeout);
  }

  /** Sends a message; it is lost if nobody leads. */
  public void tell(ToMaster.Builder message) {
    calls.tell(epoch -> message.setEpoch(epoch.number()).build());
  }
}
