package io.entresol.gateway.mesos;

import io.entresol.gateway.core.stream.StreamEnd;
import io.entresol.runtime.LeaderInfo;
import java.util.Optional;

/** A stream that has a client at its other end. Lives on the context of its connection. */
interface OpenStream {
  String id();

  /** Another master leads, or none does. */
  void leaderIs(Optional<LeaderInfo> leader);

  /** This process was taken for dead by the others for a while. */
  void rejoined();

  /** Ends the stream, whoever wants it. Only the first reason counts. */
  void end(StreamEnd reason);
}
