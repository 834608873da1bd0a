package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.MesosJson;
import java.io.IOException;
import java.util.Optional;

/**
 * What was built when and from what.
 *
 * @param version of Mesos whose behaviour it has
 * @param date for people; empty if unknown
 * @param time seconds since 1970; 0 if unknown
 * @param user who built it; empty if unknown
 */
public record BuildInfo(
    String version,
    String date,
    double time,
    String user,
    Optional<String> gitSha,
    Optional<String> gitBranch,
    Optional<String> gitTag) {

  /** In the order of {@code /state}, without the braces. */
  void writeFields(JsonGenerator json) throws IOException {
    json.writeStringField("version", version);
    write("git_sha", gitSha, json);
    write("git_branch", gitBranch, json);
    write("git_tag", gitTag, json);
    json.writeStringField("build_date", date);
    json.writeFieldName("build_time");
    MesosJson.writeDouble(time, json);
    json.writeStringField("build_user", user);
  }

  /** The object of {@code /version}: by name. */
  public void writeSorted(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("build_date", date);
    json.writeFieldName("build_time");
    MesosJson.writeDouble(time, json);
    json.writeStringField("build_user", user);
    write("git_branch", gitBranch, json);
    write("git_sha", gitSha, json);
    write("git_tag", gitTag, json);
    json.writeStringField("version", version);
    json.writeEndObject();
  }

  private static void write(String field, Optional<String> value, JsonGenerator json)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get());
    }
  }
}
