package io.entresol.gateway.core.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class GrpcCodeTest {
  @Test
  void numbersAreThoseOfGrpc() {
    for (GrpcCode code : GrpcCode.values()) {
      assertThat(Status.fromCodeValue(code.number()).getCode().name()).isEqualTo(code.name());
    }
  }

  @Test
  void everyStatusHasACode() {
    assertThat(GrpcCode.ofHttp(202)).isEqualTo(GrpcCode.OK);
    assertThat(GrpcCode.ofHttp(415)).isEqualTo(GrpcCode.INVALID_ARGUMENT);
    assertThat(GrpcCode.ofHttp(401)).isEqualTo(GrpcCode.UNAUTHENTICATED);
    assertThat(GrpcCode.ofHttp(404)).isEqualTo(GrpcCode.NOT_FOUND);
    assertThat(GrpcCode.ofHttp(413)).isEqualTo(GrpcCode.RESOURCE_EXHAUSTED);
    assertThat(GrpcCode.ofHttp(500)).isEqualTo(GrpcCode.INTERNAL);
    assertThat(GrpcCode.ofHttp(504)).isEqualTo(GrpcCode.DEADLINE_EXCEEDED);
    assertThat(GrpcCode.ofHttp(418)).isEqualTo(GrpcCode.UNKNOWN);
  }
}
