package io.entresol.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.runtime.zookeeper.MasterLocator;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code entresol explain}: why a framework, or the frameworks of a role, get no offer. */
@Command(
    name = "explain",
    description = "Says why a framework, or the frameworks of a role, get no offer.",
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Runnable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;

  @Spec private CommandSpec spec;

  @Option(
      names = "--master",
      scope = ScopeType.INHERIT,
      paramLabel = "MASTER",
      defaultValue = "127.0.0.1:5050",
      description =
          "host:port, zk://host:port,.../path, or file:///path that holds one of these"
              + " (default: ${DEFAULT-VALUE}).")
  private String master;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      defaultValue = "false",
      description = "Print the whole explanation as JSON.")
  private boolean json;

  @Option(
      names = "--principal",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "As whom to authenticate.")
  private String principal;

  @Option(
      names = "--secret",
      scope = ScopeType.INHERIT,
      paramLabel = "SECRET",
      description = "The principal's secret.")
  private String secret;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to explain: framework ID, or role NAME");
  }

  @Command(
      name = "framework",
      description = "Says why a framework gets no offer.",
      mixinStandardHelpOptions = true)
  int framework(@Parameters(paramLabel = "ID", description = "The framework's id.") String id)
      throws InterruptedException {
    return explain("frameworks", id, ExplanationText::framework);
  }

  @Command(
      name = "role",
      description = "Says why the frameworks of a role get no offer.",
      mixinStandardHelpOptions = true)
  int role(@Parameters(paramLabel = "NAME", description = "The role, such as eng/web.") String name)
      throws InterruptedException {
    return explain("roles", name, ExplanationText::role);
  }

  private int explain(String kind, String subject, Function<JsonNode, String> text)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      String address = MasterLocator.locate(master, LIMIT);
      URI uri = URI.create("http://" + address + "/" + kind + "/" + path(subject) + "/explain");
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(LIMIT)
              .build()
              .send(request(uri), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        err.println(
            response.body().isBlank() ? "Status " + response.statusCode() : response.body());
        return 1;
      }
      print(JSON.readTree(response.body()), text);
      return 0;
    } catch (IllegalArgumentException | IOException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 1;
    }
  }

  private HttpRequest request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    if (principal != null && secret != null) {
      byte[] pair = (principal + ":" + secret).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return request.build();
  }

  private void print(JsonNode explanation, Function<JsonNode, String> text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json ? explanation.toPrettyString() + System.lineSeparator() : text.apply(explanation));
    out.flush();
  }

  /** The slashes of a role's name are those of the path. */
  private static String path(String subject) {
    return Arrays.stream(subject.split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
