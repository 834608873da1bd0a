package io.entresol.marathon.core.launch;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.Container.DockerImage;
import io.entresol.marathon.core.app.Container.LinuxSettings;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.app.Volume;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerInfo.DockerInfo;
import io.entresol.mesos.v1.ContainerInfo.MesosInfo;
import io.entresol.mesos.v1.Image;
import io.entresol.mesos.v1.Label;
import io.entresol.mesos.v1.LinuxInfo;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.Parameter;
import io.entresol.mesos.v1.Parameters;
import io.entresol.mesos.v1.SeccompInfo;
import io.entresol.mesos.v1.Secret;
import io.entresol.mesos.v1.TTYInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The container of a task. */
final class TaskContainer {
  private final AppSpec spec;
  private final Launch launch;
  private final LaunchSettings settings;
  private final List<AssignedPort> ports;

  TaskContainer(Launch launch, LaunchSettings settings) {
    this.spec = launch.spec();
    this.launch = launch;
    this.settings = settings;
    this.ports = AssignedPort.of(launch);
  }

  /** Empty if the task needs nothing that would have to be said. */
  Optional<ContainerInfo> build() {
    boolean tty = spec.tty().orElse(false);
    if (spec.container().isEmpty() && spec.isHostNetworked() && !tty) {
      return Optional.empty();
    }
    ContainerInfo.Builder info = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS);
    Optional<Container> container = spec.container();
    boolean docker = container.map(Container::type).equals(Optional.of(Container.Type.DOCKER));
    if (docker) {
      info.setType(ContainerInfo.Type.DOCKER).setDocker(docker(container.get(), info));
    } else {
      info.setMesos(mesos(container.flatMap(Container::docker)));
      spec.networks().forEach(network -> addNetwork(network, info));
    }
    spec.volumes().forEach(volume -> addVolume(volume, docker, info));
    container.flatMap(Container::linux).ifPresent(linux -> info.setLinuxInfo(linux(linux)));
    if (tty) {
      info.setTtyInfo(TTYInfo.getDefaultInstance());
    }
    return Optional.of(info.build());
  }

  private DockerInfo docker(Container container, ContainerInfo.Builder info) {
    DockerImage image = container.docker().orElseThrow();
    DockerInfo.Builder docker =
        DockerInfo.newBuilder()
            .setImage(image.image())
            .setPrivileged(image.privileged())
            .setForcePullImage(image.forcePull());
    image
        .parameters()
        .forEach(parameter -> docker.addParameters(parameter(parameter.key(), parameter.value())));
    docker.addParameters(parameter("label", "MESOS_TASK_ID=" + launch.taskId()));
    Network network = spec.networks().get(0);
    switch (network.mode()) {
      case HOST -> docker.setNetwork(DockerInfo.Network.HOST);
      case BRIDGE -> docker.setNetwork(DockerInfo.Network.BRIDGE);
      case CONTAINER -> {
        docker.setNetwork(DockerInfo.Network.USER);
        info.addNetworkInfos(networkInfo(network));
      }
    }
    for (AssignedPort port : ports) {
      if (port.mapping().isPresent() && port.hostPort().isPresent()) {
        for (String protocol : port.protocols()) {
          docker.addPortMappings(
              DockerInfo.PortMapping.newBuilder()
                  .setHostPort(port.hostPort().get())
                  .setContainerPort(port.ownPort())
                  .setProtocol(protocol));
        }
      }
    }
    return docker.build();
  }

  private static Parameter parameter(String key, String value) {
    return Parameter.newBuilder().setKey(key).setValue(value).build();
  }

  private MesosInfo mesos(Optional<DockerImage> image) {
    MesosInfo.Builder mesos = MesosInfo.newBuilder();
    image.ifPresent(
        docker -> {
          Image.Docker.Builder name = Image.Docker.newBuilder().setName(docker.image());
          docker.pullSecret().ifPresent(secret -> name.setConfig(secret(secret)));
          mesos.setImage(
              Image.newBuilder()
                  .setType(Image.Type.DOCKER)
                  .setDocker(name)
                  .setCached(!docker.forcePull()));
        });
    return mesos.build();
  }

  /** A reference into the secret store, by the name that the app gives it. */
  private Secret secret(String name) {
    return Secret.newBuilder()
        .setType(Secret.Type.REFERENCE)
        .setReference(
            Secret.Reference.newBuilder().setName(spec.secrets().getOrDefault(name, name)))
        .build();
  }

  private void addNetwork(Network network, ContainerInfo.Builder info) {
    if (network.mode() == Network.Mode.HOST) {
      return;
    }
    NetworkInfo.Builder builder = networkInfo(network);
    if (network.mode() == Network.Mode.BRIDGE) {
      builder.setName(settings.bridgeName());
    }
    for (AssignedPort port : ports) {
      boolean here = port.mapping().map(mapping -> belongs(mapping, network)).orElse(false);
      if (here && port.hostPort().isPresent()) {
        for (String protocol : port.protocols()) {
          builder.addPortMappings(
              NetworkInfo.PortMapping.newBuilder()
                  .setHostPort(port.hostPort().get())
                  .setContainerPort(port.ownPort())
                  .setProtocol(protocol));
        }
      }
    }
    info.addNetworkInfos(builder);
  }

  private static boolean belongs(PortMapping mapping, Network network) {
    return mapping.networkNames().isEmpty()
        || network.name().map(mapping.networkNames()::contains).orElse(false);
  }

  private static NetworkInfo.Builder networkInfo(Network network) {
    NetworkInfo.Builder info = NetworkInfo.newBuilder();
    network.name().ifPresent(info::setName);
    network
        .labels()
        .forEach(
            (key, value) ->
                info.getLabelsBuilder().addLabels(Label.newBuilder().setKey(key).setValue(value)));
    return info;
  }

  private void addVolume(Volume volume, boolean docker, ContainerInfo.Builder info) {
    if (volume instanceof Volume.Host host) {
      info.addVolumes(mount(host.containerPath(), host.mode()).setHostPath(host.hostPath()));
    } else if (volume instanceof Volume.External external) {
      addExternal(external, docker, info);
    } else if (volume instanceof Volume.Secret secret) {
      info.addVolumes(
          mount(secret.containerPath(), Volume.Mode.RO)
              .setSource(
                  io.entresol.mesos.v1.Volume.Source.newBuilder()
                      .setType(io.entresol.mesos.v1.Volume.Source.Type.SECRET)
                      .setSecret(secret(secret.secret()))));
    }
    // A persistent volume is one of the task's resources, which say where it is mounted.
  }

  private static io.entresol.mesos.v1.Volume.Builder mount(String path, Volume.Mode mode) {
    return io.entresol.mesos.v1.Volume.newBuilder()
        .setContainerPath(path)
        .setMode(
            mode == Volume.Mode.RO
                ? io.entresol.mesos.v1.Volume.Mode.RO
                : io.entresol.mesos.v1.Volume.Mode.RW);
  }

  /** The Docker Engine speaks to the driver itself; for a Mesos container the agent does. */
  private static void addExternal(
      Volume.External external, boolean docker, ContainerInfo.Builder info) {
    String driverOption = external.provider() + "/driver";
    String driver = external.options().getOrDefault(driverOption, external.provider());
    if (docker) {
      info.getDockerBuilder().setVolumeDriver(driver);
      info.addVolumes(
          mount(external.containerPath(), external.mode()).setHostPath(external.name()));
      return;
    }
    Parameters.Builder options = Parameters.newBuilder();
    for (Map.Entry<String, String> option : external.options().entrySet()) {
      if (!option.getKey().equals(driverOption)) {
        String name = option.getKey().substring(option.getKey().indexOf('/') + 1);
        options.addParameter(parameter(name, option.getValue()));
      }
    }
    external
        .sizeMib()
        .ifPresent(size -> options.addParameter(parameter("size", Long.toString(size))));
    info.addVolumes(
        mount(external.containerPath(), external.mode())
            .setSource(
                io.entresol.mesos.v1.Volume.Source.newBuilder()
                    .setType(io.entresol.mesos.v1.Volume.Source.Type.DOCKER_VOLUME)
                    .setDockerVolume(
                        io.entresol.mesos.v1.Volume.Source.DockerVolume.newBuilder()
                            .setDriver(driver)
                            .setName(external.name())
                            .setDriverOptions(options))));
  }

  private static LinuxInfo linux(LinuxSettings settings) {
    LinuxInfo.Builder linux = LinuxInfo.newBuilder();
    settings
        .seccompProfile()
        .ifPresent(name -> linux.setSeccomp(SeccompInfo.newBuilder().setProfileName(name)));
    settings
        .seccompUnconfined()
        .filter(unconfined -> unconfined)
        .ifPresent(on -> linux.setSeccomp(SeccompInfo.newBuilder().setUnconfined(true)));
    settings.ipcMode().ifPresent(mode -> linux.setIpcMode(LinuxInfo.IpcMode.valueOf(mode)));
    settings.shmSizeMib().ifPresent(linux::setShmSize);
    return linux.build();
  }
}
