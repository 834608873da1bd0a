package io.entresol.marathon.core.rest.resource;

import io.entresol.marathon.core.rest.Call;

/** Addresses of what was made. */
final class Locations {
  private Locations() {}

  /** As the client reached this API, if that is known. */
  static String absolute(Call call, String path) {
    String scheme = call.request().header("x-forwarded-proto").orElse("http");
    return call.request().header("host").map(host -> scheme + "://" + host).orElse("") + path;
  }
}
