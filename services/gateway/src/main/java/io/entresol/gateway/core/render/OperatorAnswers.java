package io.entresol.gateway.core.render;

import io.entresol.mesos.v1.master.Response;

/** Answers of the operator API in the last detail as Mesos gives them. */
public final class OperatorAnswers {
  private OperatorAnswers() {}

  /** Without weights nothing is said of them. */
  public static Response normal(Response response) {
    boolean weightless =
        response.hasGetWeights() && response.getGetWeights().getWeightInfosCount() == 0;
    return weightless ? response.toBuilder().clearGetWeights().build() : response;
  }
}
