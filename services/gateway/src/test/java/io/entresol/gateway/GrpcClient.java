package io.entresol.gateway;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.Closeable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of gRPC's own implementation, with methods made by hand. */
final class GrpcClient implements Closeable {
  static final Metadata.Key<String> STREAM_ID =
      Metadata.Key.of("mesos-stream-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final int LIMIT_S = 20;

  private final ManagedChannel channel;

  GrpcClient(int port) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .flowControlWindow(1 << 16)
            .build();
  }

  ManagedChannel channel() {
    return channel;
  }

  static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
      MethodType type, String name, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }

  /** Calls a method with one answer; fails with {@code StatusRuntimeException}. */
  <Q extends Message, A extends Message> A call(
      String name, Q request, A answer, Metadata headers) {
    return ClientCalls.blockingUnaryCall(
        io.grpc.ClientInterceptors.intercept(
            channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        method(MethodType.UNARY, name, request, answer),
        CallOptions.DEFAULT.withDeadlineAfter(LIMIT_S, TimeUnit.SECONDS),
        request);
  }

  /** A call with many answers, which are asked for one by one. */
  <Q extends Message, A extends Message> Stream<Q, A> stream(String name, Q request, A answer) {
    Stream<Q, A> stream = start(MethodType.SERVER_STREAMING, name, request, answer);
    stream.send(request);
    stream.call.halfClose();
    return stream;
  }

  /** A call with many messages in both directions. */
  <Q extends Message, A extends Message> Stream<Q, A> bothWays(String name, Q request, A answer) {
    return start(MethodType.BIDI_STREAMING, name, request, answer);
  }

  private <Q extends Message, A extends Message> Stream<Q, A> start(
      MethodType type, String name, Q request, A answer) {
    ClientCall<Q, A> call =
        channel.newCall(method(type, name, request, answer), CallOptions.DEFAULT);
    Stream<Q, A> stream = new Stream<>(call);
    call.start(stream, new Metadata());
    return stream;
  }

  /** What comes back on a call. */
  static final class Stream<Q, A> extends ClientCall.Listener<A> implements Closeable {
    private final ClientCall<Q, A> call;
    private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
    private final CompletableFuture<Status> status = new CompletableFuture<>();
    private final BlockingQueue<A> messages = new LinkedBlockingQueue<>();

    private Stream(ClientCall<Q, A> call) {
      this.call = call;
    }

    void send(Q message) {
      call.sendMessage(message);
    }

    @Override
    public void onHeaders(Metadata received) {
      headers.complete(received);
    }

    @Override
    public void onMessage(A message) {
      messages.add(message);
    }

    @Override
    public void onClose(Status closed, Metadata trailers) {
      status.complete(closed);
    }

    Metadata headers() throws Exception {
      return headers.get(LIMIT_S, TimeUnit.SECONDS);
    }

    A next() throws Exception {
      call.request(1);
      A message = messages.poll(LIMIT_S, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message, and the status is " + status.getNow(null));
      }
      return message;
    }

    /** Takes all that may come. */
    void readOn() {
      call.request(Integer.MAX_VALUE);
    }

    Status status() throws Exception {
      return status.get(LIMIT_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      call.cancel("the test is over", null);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
