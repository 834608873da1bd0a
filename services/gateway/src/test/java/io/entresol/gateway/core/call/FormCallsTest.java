package io.entresol.gateway.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.gateway.core.http.RefusedException;
import io.entresol.mesos.v1.master.Call;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FormCallsTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRefused(ThrowingCallable request, String message) {
    assertThatThrownBy(request)
        .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
        .satisfies(
            refused -> {
              assertThat(refused.answer().status()).isEqualTo(400);
              assertThat(refused.answer().body().toStringUtf8()).isEqualTo(message);
            });
  }

  @Test
  void formsBecomeCalls() throws Exception {
    Call teardown = FormCalls.teardown(bytes("frameworkId=f%2D1&more"));
    assertThat(teardown.getTeardown().getFrameworkId().getValue()).isEqualTo("f-1");
    Call reserve =
        FormCalls.reserve(
            bytes(
                "slaveId=a&resources=%5B%7B%22name%22%3A+%22cpus%22%2C+%22type%22%3A+%22SCALAR%22"
                    + "%2C+%22scalar%22%3A+%7B%22value%22%3A+0.5%7D%7D%5D"));
    assertThat(reserve.getReserveResources().getAgentId().getValue()).isEqualTo("a");
    assertThat(reserve.getReserveResources().getResources(0).getScalar().getValue()).isEqualTo(0.5);
    assertThat(FormCalls.createVolumes(bytes("slaveId=a&volumes=[]")).getType())
        .isEqualTo(Call.Type.CREATE_VOLUMES);
    assertThat(FormCalls.destroyVolumes(bytes("slaveId=a;volumes=[]")).getType())
        .isEqualTo(Call.Type.DESTROY_VOLUMES);
    assertThat(FormCalls.removeQuota("a/b").getRemoveQuota().getRole()).isEqualTo("a/b");
  }

  @Test
  void documentsBecomeCalls() throws Exception {
    assertThat(
            FormCalls.machineDown(bytes("[{\"hostname\":\"h\"}]"))
                .getStartMaintenance()
                .getMachines(0)
                .getHostname())
        .isEqualTo("h");
    assertThat(FormCalls.machineUp(bytes("[]")).getType()).isEqualTo(Call.Type.STOP_MAINTENANCE);
    assertThat(FormCalls.maintenanceSchedule(bytes("{}")).hasUpdateMaintenanceSchedule()).isTrue();
    assertThat(
            FormCalls.weights(bytes("[{\"role\":\"r\",\"weight\":2}]"))
                .getUpdateWeights()
                .getWeightInfos(0)
                .getWeight())
        .isEqualTo(2.0);
    assertThat(
            FormCalls.setQuota(bytes("{\"role\":\"r\",\"force\":true}"))
                .getSetQuota()
                .getQuotaRequest()
                .getForce())
        .isTrue();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertRefused(
        () -> FormCalls.teardown(bytes("")),
        "Missing 'frameworkId' query parameter in the request body");
    assertRefused(
        () -> FormCalls.reserve(bytes("")),
        "Missing 'slaveId' query parameter in the request body");
    assertRefused(
        () -> FormCalls.unreserve(bytes("slaveId=a")),
        "Missing 'resources' query parameter in the request body");
    assertRefused(
        () -> FormCalls.removeQuota(""),
        "Failed to parse remove quota request for path '/master/quota': expected 3 tokens,"
            + " found 2 tokens");
  }

  @Test
  void whatIsBrokenIsShown() {
    assertRefused(
        () -> FormCalls.reserve(bytes("slaveId=a&resources=[{")),
        "Error parsing 'resources' query parameter in the request body:"
            + " syntax error at line 1 near: ");
    assertRefused(() -> FormCalls.machineDown(bytes("{}")), "Unexpected JSON type parsed");
    assertRefused(() -> FormCalls.machineUp(bytes("")), "syntax error at line 1 near: ");
    assertRefused(
        () -> FormCalls.weights(bytes("x")),
        "Failed to parse update weights request JSON 'x': syntax error at line 1 near: x");
    assertRefused(
        () -> FormCalls.setQuota(bytes("")),
        "Failed to parse set quota request JSON '': syntax error at line 1 near: ");
    assertRefused(
        () -> FormCalls.teardown(bytes("a=%zz")),
        "Unable to decode query string: Malformed % escape in '%zz': '%zz'");
  }
}
