package io.entresol.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.MesosJson;
import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A framework's HTTP stream over the failover of its master, on a real bus and ZooKeeper. */
class StreamFailoverTest {
  private static final FrameworkID ID = FrameworkID.newBuilder().setValue("f-1").build();
  private static final String SUBSCRIBE =
      "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}";
  private static final String REVIVE = "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"f-1\"}}";

  @TempDir Path directory;

  private TestingGateway gateway;
  private TestingLeader master;
  private RawClient client;
  private String streamId;
  private final Deque<byte[]> records = new ArrayDeque<>();
  private final RecordIoDecoder decoder = new RecordIoDecoder(1 << 20);

  private void start(GatewayOptions options) throws Exception {
    gateway = TestingGateway.start(directory, options);
    master = TestingLeader.elect(gateway.node(), LeaderRole.MASTER);
    master.answersAsMaster(
        message -> {
          if (message.hasSchedulerCall() && message.getSchedulerCall().getCall().hasSubscribe()) {
            send(message.getSchedulerCall(), 1, subscribed());
          }
          return reply(200);
        });
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    master.resign();
    gateway.close();
  }

  private static MasterReply reply(int status) {
    return MasterReply.newBuilder().setCall(CallReply.newBuilder().setStatus(status)).build();
  }

  private static Event subscribed() {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder().setFrameworkId(ID).setHeartbeatIntervalSeconds(1))
        .build();
  }

  private static Event offer(String id) {
    return Event.newBuilder()
        .setType(Event.Type.OFFERS)
        .setOffers(
            Event.Offers.newBuilder()
                .addOffers(
                    Offer.newBuilder()
                        .setId(OfferID.newBuilder().setValue(id))
                        .setFrameworkId(ID)
                        .setAgentId(AgentID.newBuilder().setValue("a"))
                        .setHostname("h")))
        .build();
  }

  /** Events on the stream of that subscription. */
  private void send(SchedulerCall subscription, long firstSeq, Event... events) {
    master.send(
        FrameworkEvents.newBuilder()
            .setStreamId(subscription.getStream().getId())
            .setSubscription(subscription.getSubscription())
            .setFirstSeq(firstSeq)
            .setMasterEpoch(master.epoch())
            .addAllEvents(List.of(events))
            .build());
  }

  private void subscribe() throws Exception {
    client = new RawClient(gateway.port());
    client.send(
        "POST /api/v1/scheduler HTTP/1.1\r\nContent-Type: application/json\r\n",
        SUBSCRIBE.getBytes(StandardCharsets.UTF_8));
    assertThat(client.readStatus()).isEqualTo(200);
    Map<String, String> headers = client.readHeaders();
    streamId = headers.get("mesos-stream-id");
    assertThat(next()).isEqualTo(subscribed());
  }

  private Event next() throws Exception {
    while (records.isEmpty()) {
      byte[] chunk = client.readChunk();
      assertThat(chunk).as("the stream goes on").isNotEmpty();
      records.addAll(decoder.feed(chunk));
    }
    return MesosJson.parse(
        new String(records.poll(), StandardCharsets.UTF_8), Event.getDefaultInstance());
  }

  private Event nextBut(Event.Type left) throws Exception {
    Event event = next();
    while (event.getType() == left) {
      event = next();
    }
    return event;
  }

  private List<SchedulerCall> subscriptions() {
    return master.received().stream()
        .filter(ToMaster::hasSchedulerCall)
        .map(ToMaster::getSchedulerCall)
        .filter(call -> call.getCall().hasSubscribe())
        .toList();
  }

  private RawClient.Answer revive() throws IOException {
    return RawClient.exchange(
        gateway.port(),
        "POST /api/v1/scheduler HTTP/1.1\r\nContent-Type: application/json\r\nMesos-Stream-Id: "
            + streamId
            + "\r\n",
        REVIVE);
  }

  @Test
  void theStreamSurvivesAMastersFailover() throws Exception {
    start(new GatewayOptions());
    subscribe();
    send(subscriptions().get(0), 2, offer("o-1"), offer("o-2"));
    assertThat(next()).isEqualTo(offer("o-1"));
    assertThat(next()).isEqualTo(offer("o-2"));
    String decline =
        "{\"type\":\"DECLINE\",\"framework_id\":{\"value\":\"f-1\"},"
            + "\"decline\":{\"offer_ids\":[{\"value\":\"o-1\"}]}}";
    assertThat(
            RawClient.exchange(
                    gateway.port(),
                    "POST /api/v1/scheduler HTTP/1.1\r\nContent-Type: application/json\r\n"
                        + "Mesos-Stream-Id: "
                        + streamId
                        + "\r\n",
                    decline)
                .status())
        .isEqualTo(200);

    master.beginNewTerm();

    Event rescind = next();
    assertThat(rescind.getRescind().getOfferId().getValue()).isEqualTo("o-2");
    assertThat(nextBut(Event.Type.HEARTBEAT)).isEqualTo(subscribed());
    SchedulerCall again = subscriptions().get(subscriptions().size() - 1);
    assertThat(again.getStream().getId()).isEqualTo(streamId);
    assertThat(again.getSubscription()).isGreaterThan(1);
    assertThat(again.getCall().getFrameworkId()).isEqualTo(ID);
    assertThat(again.getCall().getSubscribe().getFrameworkInfo().getId()).isEqualTo(ID);
    send(again, 2, offer("o-3"));
    assertThat(next()).isEqualTo(offer("o-3"));
    assertThat(revive().status()).isEqualTo(200);
    assertThat(gateway.counter("entresol_gateway_streams_resumed_total")).isEqualTo(1);
    assertThat(gateway.counter("entresol_gateway_streams_ended_total")).isZero();
  }

  @Test
  void aLostEventIsHealedAtTheSameMaster() throws Exception {
    start(new GatewayOptions());
    subscribe();
    send(subscriptions().get(0), 3, offer("o-2"));
    assertThat(nextBut(Event.Type.HEARTBEAT)).isEqualTo(subscribed());
    assertThat(subscriptions()).extracting(SchedulerCall::getSubscription).containsExactly(1L, 2L);
    assertThat(master.received()).noneMatch(ToMaster::hasStreamClosed);
  }

  @Test
  void heartbeatsGoOnAndCallsWaitWhileNobodyLeads() throws Exception {
    GatewayOptions options = new GatewayOptions();
    options.limits().streamFailoverTimeout("1mins").streamCallHold("1mins");
    start(options);
    subscribe();
    master.resign();
    assertThat(next().getType()).isEqualTo(Event.Type.HEARTBEAT);
    CompletableFuture<RawClient.Answer> call =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return revive();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThat(RawClient.get(gateway.port(), "/state").status()).isEqualTo(503);
    assertThat(call).isNotDone();
    master.contend();
    assertThat(nextBut(Event.Type.HEARTBEAT)).isEqualTo(subscribed());
    assertThat(call.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  @Test
  void withoutAMasterCallsAndStreamEndInTime() throws Exception {
    GatewayOptions options = new GatewayOptions();
    options.limits().streamFailoverTimeout("2secs").streamCallHold("100ms");
    start(options);
    subscribe();
    master.resign();
    assertThat(revive().status()).isEqualTo(503);
    assertThatThrownBy(
            () -> {
              while (true) {
                next();
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(gateway.counter("entresol_gateway_streams_ended_total", "reason", "not_resumed"))
        .isEqualTo(1);
    assertThat(revive().status()).isEqualTo(503);
    master.contend();
  }

  @Test
  void asInMesosTheStreamMayEndWithItsMaster() throws Exception {
    GatewayOptions options = new GatewayOptions();
    options.limits().streamFailoverTimeout("0secs");
    start(options);
    subscribe();
    master.beginNewTerm();
    assertThatThrownBy(this::next).isInstanceOf(IOException.class);
    assertThat(subscriptions()).hasSize(1);
  }
}
