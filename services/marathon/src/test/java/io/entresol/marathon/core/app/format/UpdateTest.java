package io.entresol.marathon.core.app.format;

import static io.entresol.marathon.core.app.format.Reading.app;
import static io.entresol.marathon.core.app.format.Reading.json;
import static io.entresol.marathon.core.app.format.Reading.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.json.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpdateTest {
  private static final AppSpec PLAIN =
      app("{'id':'a','cmd':'x','cpus':0.5,'env':{'A':'1'},'ports':[9000],'uris':['http://h/f']}");
  private static final AppSpec BRIDGED =
      app(
          "{'id':'b','container':{'docker':{'image':'i','network':'BRIDGE','portMappings':"
              + "[{'containerPort':80,'servicePort':9000}]}}}");

  private static ObjectNode answer(AppSpec app) {
    return new AppAnswer(FormatSettings.DEFAULT).json(app);
  }

  private static AppSpec sendBack(AppSpec current, ObjectNode answer) {
    Problems problems = new Problems();
    AppSpec app = Reading.FORMS.update(current, answer, problems);
    assertThat(problems.list()).isEmpty();
    return app;
  }

  @Test
  void whatIsNotNamedStays() {
    AppSpec changed = update(PLAIN, "{'instances':3}");

    assertThat(changed).isEqualTo(PLAIN.withInstances(3));
    assertThat(AppSpec.isConfigChange(PLAIN, changed)).isFalse();
  }

  @Test
  void whatIsNamedReplacesTheWholeMember() {
    AppSpec changed = update(PLAIN, "{'env':{'B':'2'},'id':'/other','version':'x'}");

    assertThat(changed.env()).containsOnlyKeys("B");
    assertThat(changed.id()).isEqualTo(AppId.of("/a"));
    assertThat(AppSpec.isConfigChange(PLAIN, changed)).isTrue();
  }

  @Test
  void argsTakeThePlaceOfTheCommandAndTheReverse() {
    AppSpec withArgs = update(PLAIN, "{'args':['a','b']}");

    assertThat(withArgs.cmd()).isEmpty();
    assertThat(update(withArgs, "{'cmd':'y'}").args()).isEmpty();
  }

  @Test
  void anotherNetworkBringsItsOwnPorts() {
    AppSpec bridged = update(PLAIN, "{'networks':[{'mode':'container/bridge'}]}");

    assertThat(bridged.portDefinitions()).isEmpty();
    assertThat(bridged.hostPorts()).containsExactly(Optional.of(0));

    AppSpec host = update(BRIDGED, "{'networks':[{'mode':'host'}]}");

    assertThat(host.networks()).containsExactly(Network.HOST);
    assertThat(host.container().orElseThrow().portMappings()).isEmpty();
    assertThat(host.portDefinitions()).containsExactly(PortDefinition.DEFAULT);
  }

  @Test
  void oldPortsChangeTheServicePortsOfMappings() {
    AppSpec changed =
        update(
            app(
                "{'id':'b','container':{'docker':{'image':'i','network':'BRIDGE','portMappings':"
                    + "[{'containerPort':80}]}}}"),
            "{'ports':[9100]}");

    assertThat(changed.servicePorts()).containsExactly(9100);
  }

  @Test
  void theWholeOldDefinitionWithMoreInstancesOnlyScales() {
    String oldest =
        "{'container':{'image':'docker:///libmesos/ubuntu','options':['--privileged']},"
            + "'cpus':0.5,'cmd':'sleep 500','id':'docker-tester','instances':1,'mem':300}";
    AppSpec app = app(oldest);

    assertThat(update(app, oldest.replace("'instances':1", "'instances':2")))
        .isEqualTo(app.withInstances(2));
  }

  @Test
  void anAnswerSentBackChangesNothing() {
    for (AppSpec app : List.of(PLAIN, BRIDGED)) {
      assertThat(sendBack(app, answer(app))).isEqualTo(app.toBuilder().build());
    }
  }

  @Test
  void anAnswerSentBackAsAWholeDefinitionChangesNothing() {
    for (AppSpec app : List.of(PLAIN, BRIDGED)) {
      Problems problems = new Problems();
      AppSpec read = Reading.FORMS.read(answer(app), AppId.ROOT, Optional.of(app), problems);

      assertThat(problems.list()).isEmpty();
      assertThat(AppSpec.isConfigChange(app, read)).isFalse();
    }
  }

  @Test
  void inAnAnswerSentBackTheMemberCountsThatIsNotAsItWas() {
    ObjectNode oldChanged = answer(PLAIN);
    oldChanged.putArray("uris").add("http://h/other");
    oldChanged.putArray("ports").add(9500);
    AppSpec byOld = sendBack(PLAIN, oldChanged);

    assertThat(byOld.fetch().get(0).uri()).isEqualTo("http://h/other");
    assertThat(byOld.servicePorts()).containsExactly(9500);

    ObjectNode newChanged = answer(PLAIN);
    newChanged.putArray("fetch").addObject().put("uri", "http://h/new");
    newChanged.putArray("portDefinitions").addObject().put("port", 9600);
    AppSpec byNew = sendBack(PLAIN, newChanged);

    assertThat(byNew.fetch().get(0).uri()).isEqualTo("http://h/new");
    assertThat(byNew.servicePorts()).containsExactly(9600);
  }

  @Test
  void inAnAnswerSentBackTheDockerNetworkMayBeWhatChanged() {
    ObjectNode changed = answer(BRIDGED);
    ((ObjectNode) changed.get("container").get("docker")).put("network", "HOST");

    assertThat(sendBack(BRIDGED, changed).networks()).containsExactly(Network.HOST);
  }

  @Test
  void portsThatAreLeftOverFromAnotherNetworkDoNotHinder() {
    ObjectNode toHost = answer(BRIDGED);
    toHost.putArray("networks").addObject().put("mode", "host");
    assertThat(sendBack(BRIDGED, toHost).networks()).containsExactly(Network.HOST);

    ObjectNode toBridge = answer(PLAIN);
    toBridge.putArray("networks").addObject().put("mode", "container/bridge");
    assertThat(sendBack(PLAIN, toBridge).networks()).containsExactly(Network.BRIDGE);
  }

  @Test
  void membersThatDisagreeAreRefused() {
    Problems problems = new Problems();
    Reading.FORMS.update(PLAIN, json("{'ports':[1],'portDefinitions':[{'port':2}]}"), problems);

    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> assertThat(problem.path()).isEqualTo("/"));
  }

  @Test
  void volumesOfAResidentAppStay() {
    AppSpec resident =
        app(
            "{'id':'r','cmd':'x','container':{'type':'MESOS','volumes':[{'containerPath':'data',"
                + "'mode':'RW','persistent':{'size':10}}]}}");
    Problems problems = new Problems();
    Reading.FORMS.update(resident, json("{'mem':64}"), problems);

    assertThat(problems.isEmpty()).isFalse();
    assertThat(update(resident, "{'labels':{'a':'b'}}").labels()).isEqualTo(Map.of("a", "b"));
  }
}
