package io.entresol.master.core.turn;

import io.entresol.mesos.v1.master.Response;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorReply;
import io.entresol.proto.bus.Received;

/** Words the master's answers, with the status that Mesos gives over HTTP. */
public final class Replies {
  public static final int OK = 200;
  public static final int ACCEPTED = 202;
  public static final int BAD_REQUEST = 400;
  public static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int CONFLICT = 409;
  public static final int NOT_IMPLEMENTED = 501;

  private static final MasterReply RECEIVED =
      MasterReply.newBuilder().setReceived(Received.getDefaultInstance()).build();

  private Replies() {}

  public static MasterReply call(int status) {
    return MasterReply.newBuilder().setCall(CallReply.newBuilder().setStatus(status)).build();
  }

  public static MasterReply call(int status, String message) {
    return MasterReply.newBuilder()
        .setCall(CallReply.newBuilder().setStatus(status).setMessage(message))
        .build();
  }

  public static MasterReply operator(int status) {
    return MasterReply.newBuilder()
        .setOperator(OperatorReply.newBuilder().setStatus(status))
        .build();
  }

  public static MasterReply operator(int status, String message) {
    return MasterReply.newBuilder()
        .setOperator(OperatorReply.newBuilder().setStatus(status).setMessage(message))
        .build();
  }

  public static MasterReply operator(Response.Builder response) {
    return MasterReply.newBuilder()
        .setOperator(OperatorReply.newBuilder().setStatus(OK).setResponse(response))
        .build();
  }

  public static MasterReply received() {
    return RECEIVED;
  }
}
