package io.entresol.runtime;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Makes one call to the operating system of all that is written to a connection within one round of
 * its event loop. Messages and chunks stay what they are, and an idle loop writes at once, as
 * before.
 */
public final class JoinedWrites {
  /** So many writes are carried out without waiting for the end of the round. */
  private static final int MAX_JOINED = 256;

  private JoinedWrites() {}

  /** For a connection of a server, or of a client's request. */
  public static void on(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get(FlushConsolidationHandler.class) == null) {
      pipeline.addFirst(new FlushConsolidationHandler(MAX_JOINED, true));
    }
  }
}
