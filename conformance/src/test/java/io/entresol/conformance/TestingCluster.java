package io.entresol.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.agent.AgentOptions;
import io.entresol.agent.AgentService;
import io.entresol.allocator.AllocatorOptions;
import io.entresol.allocator.AllocatorService;
import io.entresol.gateway.GatewayOptions;
import io.entresol.gateway.GatewayService;
import io.entresol.master.MasterOptions;
import io.entresol.master.MasterService;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.EmbeddedZooKeeper;
import io.entresol.runtime.Service;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;

/** A whole cluster in this process, set up as those that were recorded. */
public final class TestingCluster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UnixDomainSocketAddress DOCKER =
      UnixDomainSocketAddress.of("/var/run/docker.sock");

  /** A member of the cluster with what it hosts. */
  private record Member(ClusterNode node, Deque<Service> services) {}

  private final Path directory;
  private final EmbeddedZooKeeper zooKeeper;
  private final Deque<Member> members = new ArrayDeque<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private int port;
  private int agentPort;
  private int secondAgentPort;
  private ClusterNode masterNode;
  private MasterProcess process;
  private List<String> gatewayOptions = List.of();
  private List<String> masterOptions = List.of();
  private Optional<String> authorization = Optional.empty();

  private TestingCluster(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.zooKeeper = EmbeddedZooKeeper.start(directory.resolve("zookeeper"), 0);
  }

  /**
   * A leading master and one agent.
   *
   * @param options of the gateway
   */
  public static TestingCluster start(String name, String... options) throws Exception {
    TestingCluster cluster = new TestingCluster(Files.createTempDirectory("conformance-" + name));
    cluster.port = cluster.addMaster(options);
    cluster.agentPort = cluster.addAgent("agent", "rack:r1");
    cluster.awaitAgents(1);
    return cluster;
  }

  /**
   * A leading master and one agent that want to know who their clients are.
   *
   * @param credentials of all clients, in JSON
   * @param pair with which the test itself asks: {@code principal:secret}
   */
  public static TestingCluster authenticating(String name, String credentials, String pair)
      throws Exception {
    TestingCluster cluster = new TestingCluster(Files.createTempDirectory("conformance-" + name));
    List<String> realms =
        List.of(
            "--authenticate_http_frameworks",
            "--authenticate_http_readonly",
            "--authenticate_http_readwrite");
    cluster.masterOptions = realms;
    cluster.authorization = Optional.of(basic(pair));
    List<String> gateway = new ArrayList<>(realms);
    gateway.add("--credentials=" + credentials);
    cluster.port = cluster.addMaster(gateway.toArray(String[]::new));
    cluster.agentPort =
        cluster.addAgent(
            "agent",
            "rack:r1",
            "--authenticate_http_readonly",
            "--authenticate_http_readwrite",
            "--http_credentials=" + credentials);
    cluster.awaitAgents(1);
    return cluster;
  }

  /**
   * A leading master that is a process of its own, and can die; beside it in this process an agent.
   *
   * @param options of the gateways
   */
  public static TestingCluster withMasterProcess(String name, String... options) throws Exception {
    TestingCluster cluster = new TestingCluster(Files.createTempDirectory("conformance-" + name));
    cluster.gatewayOptions = List.of(options);
    cluster.port = freePort();
    cluster.startMasterProcess();
    eventually("a master leads", () -> cluster.get("/master/state").has("leader_info"));
    cluster.agentPort = cluster.addAgent("agent", "rack:r1");
    cluster.awaitAgents(1);
    return cluster;
  }

  /** Starts the master's process, for the first time or again. */
  public void startMasterProcess() throws IOException {
    process =
        MasterProcess.start(directory.resolve("process.log"), zooKeeperUrl(), port, gatewayOptions);
  }

  public boolean masterProcessLives() {
    return process.isAlive();
  }

  /** kill -9 of the master's process. */
  public void killMasterProcess() throws InterruptedException {
    process.kill();
  }

  /** What a client sends to say who it is. */
  public static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** A process that has joined, without any master. */
  public static TestingCluster withoutMaster() throws Exception {
    TestingCluster cluster = new TestingCluster(Files.createTempDirectory("conformance-none"));
    cluster.port = cluster.addGateway(cluster.join(), freePort());
    return cluster;
  }

  public int port() {
    return port;
  }

  public int agentPort() {
    return agentPort;
  }

  /** Starts another one and waits until it is there. */
  public void addSecondAgent() throws Exception {
    secondAgentPort = addAgent("agent2", "rack:r2;level:10;keys:[1000-1500]");
    awaitAgents(2);
  }

  /** 0 if there is none. */
  public int secondAgentPort() {
    return secondAgentPort;
  }

  public Path directory() {
    return directory;
  }

  /** The node of the first master. */
  public ClusterNode node() {
    return masterNode;
  }

  public String zooKeeperUrl() {
    return "zk://127.0.0.1:" + zooKeeper.port() + "/mesos";
  }

  private Member join() {
    ClusterNode node = await(ClusterNode.join(ClusterOptions.of(zooKeeperUrl(), "127.0.0.1")));
    Member member = new Member(node, new ArrayDeque<>());
    members.push(member);
    return member;
  }

  private static void start(Member member, Service service) {
    await(service.start());
    member.services().push(service);
  }

  /**
   * A master with the gateway and the allocator beside it; returns the port of its HTTP API.
   *
   * @param options of the gateway
   */
  public int addMaster(String... options) throws IOException {
    Member member = join();
    if (masterNode == null) {
      masterNode = member.node();
    }
    int number = freePort();
    start(
        member,
        new AllocatorService(
            member.node(),
            parsed(new AllocatorOptions(), "--allocation_interval=1secs", "--health_port=0")));
    start(
        member,
        new MasterService(member.node(), parsed(new MasterOptions(), masterOptions(number))));
    return addGateway(member, number, options);
  }

  private String[] masterOptions(int number) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--ip=127.0.0.1",
                "--hostname=127.0.0.1",
                "--cluster=golden",
                "--port=" + number,
                "--health_port=0",
                "--log_dir=/var/log/mesos-golden/master",
                "--work_dir=" + directory.resolve("master")));
    all.addAll(masterOptions);
    return all.toArray(String[]::new);
  }

  /** A gateway of its own that lets everybody in; returns the port of its HTTP API. */
  public int addGateway() throws IOException {
    return addGateway(join(), freePort());
  }

  private int addGateway(Member member, int number, String... options) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--ip=127.0.0.1",
                "--port=" + number,
                "--marathon_port=" + freePort(),
                "--grpc_port=none",
                "--external_log_file=" + logFile("master")));
    all.addAll(List.of(options));
    start(
        member,
        new GatewayService(
            member.node(), parsed(new GatewayOptions(), all.toArray(String[]::new))));
    return number;
  }

  private Path logFile(String service) throws IOException {
    return Files.writeString(
        directory.resolve(service + ".log"), "The log of the " + service + "\n");
  }

  /** An agent; returns its port. */
  public int addAgent(String name, String attributes, String... options) throws Exception {
    Member member = join();
    int number = freePort();
    List<String> all =
        new ArrayList<>(
            List.of(
                "--master=" + zooKeeperUrl(),
                "--ip=127.0.0.1",
                "--hostname=127.0.0.1",
                "--port=" + number,
                "--containerizers=" + (hasDocker() ? "docker,mesos" : "mesos"),
                "--isolation=posix/cpu,posix/mem",
                "--resources=cpus:4;mem:4096;disk:10000;ports:[31000-32000]",
                "--attributes=" + attributes,
                "--registration_backoff_factor=100ms",
                "--log_dir=/var/log/mesos-golden/agent",
                "--work_dir=" + directory.resolve(name)));
    all.addAll(List.of(options));
    start(
        member,
        new AgentService(member.node(), parsed(new AgentOptions(), all.toArray(String[]::new))));
    return number;
  }

  /** Whether there is a Docker Engine with the image that was recorded. */
  public static boolean hasDocker() {
    try (SocketChannel engine = SocketChannel.open(DOCKER)) {
      String question = "GET /images/busybox:latest/json HTTP/1.0\r\nHost: docker\r\n\r\n";
      engine.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(64);
      engine.read(answer);
      return new String(answer.array(), StandardCharsets.US_ASCII).contains(" 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  public void awaitAgents(int count) throws Exception {
    eventually(count + " agents", () -> get("/slaves").path("slaves").size() == count);
  }

  /** What a question to the master is answered with. */
  public JsonNode get(String path) throws Exception {
    HttpResponse<String> answer;
    try {
      answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      // Nobody is there yet.
      return JSON.createObjectNode();
    }
    return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createObjectNode();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    authorization.ifPresent(text -> request.header("Authorization", text));
    return request;
  }

  private JsonNode operator(String call) throws Exception {
    HttpResponse<String> answer =
        http.send(
            request("/api/v1")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.nullNode();
  }

  /**
   * Ends what frameworks have left behind.
   *
   * @return whether the cluster is as it was at its start
   */
  public boolean clear() throws Exception {
    for (JsonNode framework :
        operator("{\"type\":\"GET_FRAMEWORKS\"}").at("/get_frameworks/frameworks")) {
      operator(
          "{\"type\":\"TEARDOWN\",\"teardown\":{\"framework_id\":"
              + framework.at("/framework_info/id")
              + "}}");
    }
    try {
      eventually("nothing runs", Duration.ofSeconds(15), this::isIdle);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  private boolean isIdle() throws Exception {
    JsonNode agent = get("/slaves").at("/slaves/0");
    return agent.at("/used_resources/cpus").asDouble(1) == 0
        && agent.at("/offered_resources/cpus").asDouble(1) == 0
        && agent.path("reserved_resources").isEmpty()
        && get("/frameworks").path("frameworks").isEmpty();
  }

  @Override
  public void close() {
    while (!members.isEmpty()) {
      Member member = members.pop();
      while (!member.services().isEmpty()) {
        await(member.services().pop().stop());
      }
      await(member.node().leave());
    }
    if (process != null) {
      process.end();
    }
    zooKeeper.close();
  }

  private static <O> O parsed(O options, String... arguments) {
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
    return options;
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  public static void eventually(String what, Callable<Boolean> condition) throws Exception {
    eventually(what, LIMIT, condition);
  }

  /** Waits until something holds. */
  public static void eventually(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
