package io.entresol.gateway.http;

import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.route.MesosEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a person's browser gets. */
public final class Pages {
  private static final Answer CLUSTER = load("cluster.html");
  private static final Answer APPS = load("apps.html");
  private static final Answer HELP = makeHelp();

  private Pages() {}

  /** The cluster at a glance. */
  public static Answer cluster() {
    return CLUSTER;
  }

  /** The apps at a glance. */
  public static Answer apps() {
    return APPS;
  }

  /** Which endpoints there are. */
  public static Answer help() {
    return HELP;
  }

  private static Answer load(String name) {
    try (InputStream in = Pages.class.getResourceAsStream("/io/entresol/gateway/ui/" + name)) {
      return Answer.of(200, "text/html; charset=utf-8", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer makeHelp() {
    StringBuilder html = new StringBuilder("<!DOCTYPE html><title>Help</title><ul>");
    for (MesosEndpoint endpoint : MesosEndpoint.values()) {
      html.append("<li><code>/").append(endpoint.path()).append("</code>");
    }
    html.append("</ul>");
    return Answer.of(200, Answer.HTML, html.toString().getBytes(StandardCharsets.UTF_8));
  }
}
