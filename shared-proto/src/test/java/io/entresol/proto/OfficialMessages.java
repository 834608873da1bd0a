package io.entresol.proto;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classes that Mesos publishes. They come with a protobuf library of their own, under another
 * package name, so their descriptors are carried over into ours for comparison.
 */
final class OfficialMessages {
  private final Map<String, FileDescriptor> files = new LinkedHashMap<>();
  private final Map<String, String> classNames = new LinkedHashMap<>();
  private final Map<String, Descriptor> types = new LinkedHashMap<>();
  private final Map<String, EnumDescriptor> enums = new LinkedHashMap<>();

  OfficialMessages() {
    List.of(
            org.apache.mesos.v1.Protos.getDescriptor(),
            org.apache.mesos.v1.scheduler.Protos.getDescriptor(),
            org.apache.mesos.v1.executor.Protos.getDescriptor(),
            org.apache.mesos.v1.agent.Protos.getDescriptor(),
            org.apache.mesos.v1.master.Protos.getDescriptor(),
            org.apache.mesos.v1.resource_provider.Protos.getDescriptor(),
            org.apache.mesos.v1.quota.Protos.getDescriptor(),
            org.apache.mesos.v1.maintenance.Protos.getDescriptor(),
            org.apache.mesos.v1.allocator.Protos.getDescriptor())
        .forEach(this::add);
  }

  private void add(org.apache.mesos.protobuf.Descriptors.FileDescriptor theirs) {
    FileDescriptor file = carryOver(theirs);
    String outer =
        file.getOptions().getJavaPackage() + "." + file.getOptions().getJavaOuterClassname();
    file.getEnumTypes().forEach(type -> enums.put(type.getFullName(), type));
    for (Descriptor type : TestingMessages.types(file)) {
      type.getEnumTypes().forEach(each -> enums.put(each.getFullName(), each));
      types.put(type.getFullName(), type);
      String nested = type.getFullName().substring(file.getPackage().length() + 1);
      classNames.put(type.getFullName(), outer + "$" + nested.replace('.', '$'));
    }
  }

  private FileDescriptor carryOver(org.apache.mesos.protobuf.Descriptors.FileDescriptor theirs) {
    FileDescriptor known = files.get(theirs.getName());
    if (known != null) {
      return known;
    }
    FileDescriptor[] dependencies =
        theirs.getDependencies().stream().map(this::carryOver).toArray(FileDescriptor[]::new);
    try {
      FileDescriptor file =
          FileDescriptor.buildFrom(
              FileDescriptorProto.parseFrom(theirs.toProto().toByteArray()), dependencies);
      files.put(theirs.getName(), file);
      return file;
    } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  Map<String, Descriptor> types() {
    return types;
  }

  boolean knows(EnumValueDescriptor value) {
    EnumDescriptor type = enums.get(value.getType().getFullName());
    return type == null || type.findValueByNumber(value.getNumber()) != null;
  }

  /** Parsed by the published class. */
  org.apache.mesos.protobuf.Message parse(Descriptor type, byte[] bytes) {
    try {
      return (org.apache.mesos.protobuf.Message)
          Class.forName(classNames.get(type.getFullName()))
              .getMethod("parseFrom", byte[].class)
              .invoke(null, (Object) bytes);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Mesos does not read our " + type.getFullName(), e);
    }
  }

  /** What the published classes do not know, anywhere in the message: {@code type#number}. */
  static void unknownFields(org.apache.mesos.protobuf.Message message, Set<String> into) {
    message
        .getUnknownFields()
        .asMap()
        .keySet()
        .forEach(number -> into.add(message.getDescriptorForType().getFullName() + "#" + number));
    for (Object value : message.getAllFields().values()) {
      for (Object each : value instanceof List<?> list ? list : List.of(value)) {
        if (each instanceof org.apache.mesos.protobuf.Message child) {
          unknownFields(child, into);
        }
      }
    }
  }
}
