package io.entresol.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar that is published, beside each official jar and with nothing else in sight. */
class DriverJarIT {
  private static final String PROGRAM = "io.entresol.driver.program.SmallScheduler";

  private static final AgentID AGENT = AgentID.newBuilder().setValue("agent").build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mesos-1.0.0.jar,protobuf-java-2.6.1.jar",
        "mesos-1.0.0-shaded-protobuf.jar",
        "mesos-1.11.0.jar,protobuf-java-3.5.0.jar",
        "mesos-1.11.0-shaded-protobuf.jar"
      })
  void schedulerRunsBesideEachOfficialJar(String official) throws Exception {
    try (TestingMaster master = new TestingMaster();
        URLClassLoader host = DriverJar.host(official)) {
      master.onCall(call -> react(master, call));
      Object lines =
          host.loadClass(PROGRAM)
              .getMethod("run", String.class, String.class, String.class)
              .invoke(null, master.address(), "me", "secret");
      assertThat((List<?>) lines)
          .asString()
          .isEqualTo(
              List.of(
                      "before: DRIVER_NOT_STARTED",
                      "registered framework at master",
                      "offers 3",
                      "task TASK_RUNNING",
                      "executor on agent: answer",
                      "task TASK_KILLED",
                      "after: DRIVER_STOPPED")
                  .toString());
      Call subscribe = master.nextCall();
      assertThat(subscribe.getSubscribe().getFrameworkInfo().getUser())
          .isEqualTo(System.getProperty("user.name"));
      List<Call.Type> types = new ArrayList<>();
      while (!types.contains(Call.Type.TEARDOWN)) {
        types.add(master.nextCall().getType());
      }
      assertThat(types)
          .containsExactly(
              Call.Type.RECONCILE,
              Call.Type.REQUEST,
              Call.Type.ACCEPT,
              Call.Type.ACCEPT,
              Call.Type.DECLINE,
              Call.Type.MESSAGE,
              Call.Type.ACKNOWLEDGE,
              Call.Type.KILL,
              Call.Type.SUPPRESS,
              Call.Type.REVIVE,
              Call.Type.TEARDOWN);
      assertThat(master.nextHeaders().getFirst("Authorization"))
          .isEqualTo(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString("me:secret".getBytes(StandardCharsets.UTF_8)));
      assertThat(master.nextHeaders().getFirst("Mesos-Stream-Id")).isEqualTo("stream-1");
    }
  }

  private static void react(TestingMaster master, Call call) {
    if (call.getType() == Call.Type.REQUEST) {
      Event.Offers.Builder offers = Event.Offers.newBuilder();
      for (int i = 0; i < 3; i++) {
        offers.addOffers(
            Offer.newBuilder()
                .setId(OfferID.newBuilder().setValue("offer-" + i))
                .setFrameworkId(FrameworkID.newBuilder().setValue(TestingMaster.FRAMEWORK))
                .setAgentId(AGENT)
                .setHostname("host"));
      }
      master.send(Event.newBuilder().setType(Event.Type.OFFERS).setOffers(offers).build());
    } else if (call.getType() == Call.Type.DECLINE) {
      master.send(update(TaskState.TASK_RUNNING, true));
    } else if (call.getType() == Call.Type.MESSAGE) {
      master.send(
          Event.newBuilder()
              .setType(Event.Type.MESSAGE)
              .setMessage(
                  Event.Message.newBuilder()
                      .setAgentId(AGENT)
                      .setExecutorId(ExecutorID.newBuilder().setValue("executor"))
                      .setData(ByteString.copyFromUtf8("answer")))
              .build());
    } else if (call.getType() == Call.Type.KILL) {
      master.send(update(TaskState.TASK_KILLED, false));
    }
  }

  private static Event update(TaskState state, boolean toAcknowledge) {
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue("task"))
            .setState(state)
            .setAgentId(AGENT);
    if (toAcknowledge) {
      status.setUuid(ByteString.copyFromUtf8("0123456789abcdef"));
    }
    return Event.newBuilder()
        .setType(Event.Type.UPDATE)
        .setUpdate(Event.Update.newBuilder().setStatus(status))
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mesos-1.0.0.jar,protobuf-java-2.6.1.jar",
        "mesos-1.0.0-shaded-protobuf.jar",
        "mesos-1.11.0.jar,protobuf-java-3.5.0.jar",
        "mesos-1.11.0-shaded-protobuf.jar"
      })
  void executorRunsBesideEachOfficialJar(String official) throws Exception {
    try (TestingAgent agent = new TestingAgent();
        ExecutorProcess executor = ExecutorProcess.start(official, agent.address(), "5secs")) {
      agent.launchWhatEndsAndWhatStays();
      assertThat(agent.states("ends", 2)).containsExactly("TASK_RUNNING", "TASK_FINISHED");
      assertThat(agent.states("stays", 1)).containsExactly("TASK_RUNNING");
      agent.kill("stays");
      assertThat(agent.states("stays", 1)).containsExactly("TASK_KILLED");
      agent.message("question");
      assertThat(agent.nextMessage()).isEqualTo("answer to question");
      assertThat(agent.authorization()).isEqualTo("Bearer token");
      agent.shutdown();
      assertThat(executor.exitStatus()).as(executor.output()).isZero();
      assertThat(executor.output())
          .contains("executor registered: executor")
          .contains("executor shutdown")
          .contains("executor ended: DRIVER_STOPPED");
    }
  }

  @Test
  void takesTheConstructorsAndMethodsOfTheOriginals() throws Exception {
    String newest = "mesos-1.11.0-shaded-protobuf.jar";
    try (URLClassLoader ours = DriverJar.host(newest);
        URLClassLoader original =
            new URLClassLoader(
                new java.net.URL[] {DriverJar.classPath(newest).get(1).toUri().toURL()},
                ClassLoader.getPlatformClassLoader())) {
      for (String name :
          List.of(
              "MesosSchedulerDriver",
              "MesosExecutorDriver",
              "MesosNativeLibrary",
              "MesosNativeLibrary$Version")) {
        String className = "org.apache.mesos." + name;
        assertThat(members(ours.loadClass(className)))
            .as(name)
            .containsAll(members(original.loadClass(className)));
      }
    }
  }

  /** What others can call; finalize has one in every class. */
  private static Set<String> members(Class<?> type) {
    Set<String> members = new TreeSet<>();
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isOpen(constructor.getModifiers())) {
        members.add("new" + Arrays.toString(constructor.getParameterTypes()));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isOpen(method.getModifiers()) && !method.getName().equals("finalize")) {
        members.add(
            method.getReturnType()
                + " "
                + method.getName()
                + Arrays.toString(method.getParameterTypes()));
      }
    }
    Arrays.stream(type.getFields()).forEach(f -> members.add(f.getType() + " " + f.getName()));
    return members;
  }

  private static boolean isOpen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  @Test
  void namesNoProtobufOfTheHostAndBringsNothingUnderANameOfOthers() throws IOException {
    try (JarFile jar = new JarFile(DriverJar.file().toFile())) {
      for (JarEntry entry : java.util.Collections.list(jar.entries())) {
        if (!entry.getName().endsWith(".class")) {
          continue;
        }
        assertThat(entry.getName())
            .matches(
                "(io/entresol/driver/.*|org/apache/mesos/Mesos(SchedulerDriver|ExecutorDriver"
                    + "|NativeLibrary(\\$Version)?)\\.class)");
        if (!entry.getName().contains("/shaded/")) {
          assertThat(text(jar, entry))
              .as(entry.getName())
              .doesNotContain("org/apache/mesos/protobuf")
              .doesNotContain("com/google/protobuf");
        }
      }
    }
  }

  @Test
  void runsOnJava8() throws IOException {
    try (JarFile jar = new JarFile(DriverJar.file().toFile())) {
      for (JarEntry entry : java.util.Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            assertThat((int) in.readNBytes(8)[7])
                .as("class version of " + entry.getName())
                .isLessThanOrEqualTo(52);
          }
        }
      }
    }
  }

  private static String text(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
