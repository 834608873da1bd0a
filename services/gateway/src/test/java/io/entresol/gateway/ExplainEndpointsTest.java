package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.proto.bus.AllocatorReply;
import io.entresol.proto.bus.ExplainReply;
import io.entresol.proto.bus.ExplainRequest;
import io.entresol.runtime.LeaderRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explanations come from the leading allocator, over a real bus. */
class ExplainEndpointsTest {
  @TempDir Path directory;

  private static AllocatorReply reply(ExplainRequest request) {
    ExplainReply.Builder reply = ExplainReply.newBuilder();
    if (request.hasRole()) {
      reply.setKnown(request.getRole().equals("eng/web")).setJson("{\"role\":\"r\"}");
    } else {
      String id = request.getFrameworkId().getValue();
      reply.setKnown(id.equals("f-1")).setJson("{\"framework_id\":\"" + id + "\"}");
    }
    return AllocatorReply.newBuilder().setExplain(reply).build();
  }

  @Test
  void whatTheAllocatorSaysIsHandedOn() throws Exception {
    try (TestingGateway gateway = TestingGateway.start(directory, new GatewayOptions())) {
      TestingLeader master = TestingLeader.elect(gateway.node(), LeaderRole.MASTER);
      int port = gateway.port();
      RawClient.Answer none = RawClient.get(port, "/frameworks/f-1/explain");
      assertThat(none.status()).isEqualTo(503);
      assertThat(none.text()).isEqualTo("No allocator leads: nobody is offered anything");

      TestingLeader allocator = TestingLeader.elect(gateway.node(), LeaderRole.ALLOCATOR);
      allocator.answersAsAllocator(message -> reply(message.getExplain()));
      for (String path :
          new String[] {"/frameworks/f-1/explain", "/master/frameworks/f-1/explain"}) {
        RawClient.Answer answer = RawClient.get(port, path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(answer.text()).isEqualTo("{\"framework_id\":\"f-1\"}");
      }
      assertThat(RawClient.get(port, "/roles/eng%2Fweb/explain?jsonp=cb").text())
          .isEqualTo("cb({\"role\":\"r\"})");
      RawClient.Answer unknown = RawClient.get(port, "/frameworks/nope/explain");
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.text()).contains("'nope'");
      assertThat(RawClient.exchange(port, "POST /roles/eng/web/explain HTTP/1.1\r\n", "").status())
          .isEqualTo(405);
      allocator.resign();
      master.resign();
    }
  }
}
