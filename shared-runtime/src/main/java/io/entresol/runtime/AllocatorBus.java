package io.entresol.runtime;

import io.entresol.proto.bus.AllocatorReply;
import io.entresol.proto.bus.ToAllocator;
import io.vertx.core.Future;
import java.time.Duration;

/** The way to the leading allocator. */
public final class AllocatorBus {
  private final LeaderCalls calls;

  AllocatorBus(LeaderCalls calls) {
    this.calls = calls;
  }

  /** As {@link MasterBus#ask}. */
  public Future<AllocatorReply> ask(ToAllocator.Builder message, Duration timeout) {
    return calls.ask(epoch -> message.setEpoch(epoch.number()).build(), timeout);
  }

  /** Sends a message; it is lost if nobody leads. */
  public void tell(ToAllocator.Builder message) {
    calls.tell(epoch -> message.setEpoch(epoch.number()).build());
  }
}
