package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppSpec;

/**
 * An app as clients see it: the canonical form, what older clients look for beside it, and null for
 * what is absent. It may be sent back as it is.
 */
public final class AppAnswer {
  /** Members that clients of 2014 to 2016 read without asking whether they are there. */
  private static final String[] NULLABLE = {
    "cmd",
    "args",
    "user",
    "container",
    "acceptedResourceRoles",
    "residency",
    "taskKillGracePeriodSeconds"
  };

  private final FormatSettings settings;

  public AppAnswer(FormatSettings settings) {
    this.settings = settings;
  }

  /** Without tasks, counts and deployments. */
  public ObjectNode json(AppSpec spec) {
    ObjectNode app = AppJson.write(spec);
    app.put("role", spec.role().orElse(settings.role()));
    for (String name : NULLABLE) {
      if (!app.has(name)) {
        app.putNull(name);
      }
    }
    Mirrors.add(spec, app);
    return app;
  }
}
