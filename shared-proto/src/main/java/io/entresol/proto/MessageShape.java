package io.entresol.proto;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What JSON needs to know of a message type, worked out once for each descriptor. */
final class MessageShape {
  /**
   * Optional fields whose default is not written when they are not set: the originals are marked
   * deprecated. Ours are not, since frameworks that know nothing newer still set them.
   */
  private static final Set<String> SILENT_DEFAULTS =
      Set.of("mesos.v1.FrameworkInfo.role", "mesos.v1.Resource.role");

  /** Lists that are written even if they are empty: the originals of these are written by hand. */
  private static final Set<String> ALWAYS_LISTED =
      Set.of(
          "mesos.v1.master.Response.GetAgents.agents",
          "mesos.v1.master.Response.GetAgents.recovered_agents",
          "mesos.v1.master.Response.GetFrameworks.frameworks",
          "mesos.v1.master.Response.GetFrameworks.completed_frameworks",
          "mesos.v1.master.Response.GetExecutors.executors",
          "mesos.v1.master.Response.GetTasks.tasks",
          "mesos.v1.master.Response.GetTasks.unreachable_tasks",
          "mesos.v1.master.Response.GetTasks.completed_tasks",
          "mesos.v1.master.Response.GetMetrics.metrics");

  /** The message types are fixed by what is compiled in, so nothing is ever dropped. */
  private static final Map<Descriptor, MessageShape> SHAPES = new ConcurrentHashMap<>();

  /** One field. */
  static final class Field {
    final FieldDescriptor descriptor;
    final String name;
    final SerializableString quotedName;
    final boolean repeated;
    final boolean map;
    final boolean writeDefault;
    final boolean writeEmpty;

    Field(FieldDescriptor descriptor) {
      this.descriptor = descriptor;
      this.name = descriptor.getName();
      this.quotedName = new SerializedString(name);
      this.repeated = descriptor.isRepeated();
      this.map = descriptor.isMapField();
      this.writeEmpty = ALWAYS_LISTED.contains(descriptor.getFullName());
      this.writeDefault =
          !repeated
              && descriptor.hasDefaultValue()
              && !descriptor.getOptions().getDeprecated()
              && !SILENT_DEFAULTS.contains(descriptor.getFullName());
    }
  }

  private final Field[] fields;
  private final Field[] sortedFields;
  private final Map<String, Field> byName;

  private MessageShape(Descriptor descriptor) {
    fields = descriptor.getFields().stream().map(Field::new).toArray(Field[]::new);
    sortedFields = fields.clone();
    Arrays.sort(sortedFields, Comparator.comparing(field -> field.name));
    byName = new HashMap<>(fields.length * 2);
    for (Field field : fields) {
      byName.put(field.name, field);
    }
  }

  static MessageShape of(Descriptor descriptor) {
    MessageShape shape = SHAPES.get(descriptor);
    return shape != null ? shape : SHAPES.computeIfAbsent(descriptor, MessageShape::new);
  }

  /** In the order of declaration. */
  Field[] fields() {
    return fields;
  }

  /** By name. */
  Field[] sortedFields() {
    return sortedFields;
  }

  /** Null if there is none of that name. */
  Field field(String name) {
    return byName.get(name);
  }
}
