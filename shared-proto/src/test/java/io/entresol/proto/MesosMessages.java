package io.entresol.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.allocator.InverseOfferStatus;
import io.entresol.mesos.v1.maintenance.Schedule;
import io.entresol.mesos.v1.quota.QuotaConfig;
import java.util.List;
import java.util.stream.Stream;

/** The {@code mesos.v1} packages, and an empty message of each of their types. */
final class MesosMessages {
  static final List<FileDescriptor> FILES =
      List.of(
          FrameworkID.getDescriptor().getFile(),
          io.entresol.mesos.v1.scheduler.Call.getDescriptor().getFile(),
          io.entresol.mesos.v1.executor.Call.getDescriptor().getFile(),
          io.entresol.mesos.v1.agent.Call.getDescriptor().getFile(),
          io.entresol.mesos.v1.master.Call.getDescriptor().getFile(),
          io.entresol.mesos.v1.resourceprovider.Call.getDescriptor().getFile(),
          QuotaConfig.getDescriptor().getFile(),
          Schedule.getDescriptor().getFile(),
          InverseOfferStatus.getDescriptor().getFile());

  private MesosMessages() {}

  static Stream<Descriptor> types() {
    return FILES.stream().flatMap(file -> TestingMessages.types(file).stream());
  }

  /** The empty message of our generated class. */
  static Message empty(Descriptor type) {
    try {
      return (Message) Class.forName(className(type)).getMethod("getDefaultInstance").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("No class for " + type.getFullName(), e);
    }
  }

  private static String className(Descriptor type) {
    return type.getContainingType() == null
        ? type.getFile().getOptions().getJavaPackage() + "." + type.getName()
        : className(type.getContainingType()) + "$" + type.getName();
  }
}
