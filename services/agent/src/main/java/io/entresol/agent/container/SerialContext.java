package io.entresol.agent.container;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * One context that owns a containerizer's state: whatever thread calls, the state is touched there
 * alone, and the caller gets its answer on its own context.
 */
public final class SerialContext {
  private final Vertx vertx;
  private final Context context;

  /** Owned by the calling context, or by a new one if a thread outside Vert.x calls. */
  public SerialContext(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Runs it at once if this is the owning context already, else soon. */
  public void run(Runnable action) {
    runOn(context, action);
  }

  /** As {@link #run}, with a result for the caller; what the action throws fails the future. */
  public <T> Future<T> call(Supplier<Future<T>> action) {
    Context caller = vertx.getOrCreateContext();
    Promise<T> answer = Promise.promise();
    run(
        () ->
            Future.succeededFuture()
                .compose(none -> action.get())
                .onComplete(
                    result ->
                        runOn(
                            caller,
                            () -> {
                              if (result.succeeded()) {
                                answer.complete(result.result());
                              } else {
                                answer.fail(result.cause());
                              }
                            })));
    return answer.future();
  }

  private static void runOn(Context target, Runnable action) {
    if (Vertx.currentContext() == target) {
      action.run();
    } else {
      target.runOnContext(none -> action.run());
    }
  }
}
