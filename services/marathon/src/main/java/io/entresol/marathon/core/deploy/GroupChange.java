package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.GroupSpec;
import java.util.Optional;

/**
 * What a deployment does to what one group has beyond its members.
 *
 * @param from empty if it was not named before
 * @param to empty if it is not named any more
 */
public record GroupChange(AppId id, Optional<GroupSpec> from, Optional<GroupSpec> to) {}
