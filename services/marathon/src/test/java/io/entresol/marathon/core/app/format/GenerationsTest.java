package io.entresol.marathon.core.app.format;

import static io.entresol.marathon.core.app.format.Reading.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.app.Constraint.Operator;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.Container.DockerImage;
import io.entresol.marathon.core.app.Container.Parameter;
import io.entresol.marathon.core.app.Demand;
import io.entresol.marathon.core.app.FetchUri;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.app.UpgradeStrategy;
import io.entresol.marathon.core.app.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same app in the formats of ten years means the same. */
class GenerationsTest {
  private static final String BRIDGED_2015 =
      "{'id':'nginx','cpus':0.2,'mem':20.0,'instances':1,'constraints':[['hostname','UNIQUE','']],"
          + "'container':{'type':'DOCKER','docker':{'image':'nginx','network':'BRIDGE',"
          + "'portMappings':[{'containerPort':80,'hostPort':0,'servicePort':0,'protocol':'tcp'}]}}}";

  private static DockerImage image(AppSpec app) {
    return app.container().flatMap(Container::docker).orElseThrow();
  }

  @Test
  void theLeastDefinitionGetsTheDefaults() {
    AppSpec app = app("{'id':'a','cmd':'sleep 1'}");

    assertThat(app.id()).isEqualTo(AppId.of("/a"));
    assertThat(app.instances()).isEqualTo(1);
    assertThat(app.demand()).isEqualTo(new Demand(1, 128, 0, 0));
    assertThat(app.networks()).containsExactly(Network.HOST);
    assertThat(app.portDefinitions()).containsExactly(PortDefinition.DEFAULT);
    assertThat(app.upgradeStrategy()).isEqualTo(UpgradeStrategy.DEFAULT);
    assertThat(app.backoff().initial()).isEqualTo(Duration.ofSeconds(1));
    assertThat(app.backoff().factor()).isEqualTo(1.15);
    assertThat(app.backoff().maxDelay()).isEqualTo(Duration.ofMinutes(5));
    assertThat(app.container()).isEmpty();
  }

  @Test
  void anImageWithACommandRunsInTheHostsNetwork() {
    AppSpec app =
        app(
            "{'container':{'type':'DOCKER','docker':{'image':'centos'}},'id':'cent',"
                + "'instances':1,'cpus':0.5,'mem':512,'uris':[],"
                + "'cmd':'while sleep 10; do date -u +%T; done'}");

    assertThat(app.cmd()).contains("while sleep 10; do date -u +%T; done");
    assertThat(image(app).image()).isEqualTo("centos");
    assertThat(app.networks()).containsExactly(Network.HOST);
    assertThat(app.fetch()).isEmpty();
    assertThat(app.backoff().maxDelay()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void theBridgedFormOf2015EqualsTheNewOne() {
    AppSpec old = app(BRIDGED_2015);
    AppSpec now =
        app(
            "{'id':'/nginx','cpus':0.2,'mem':20,'constraints':[['hostname','UNIQUE']],"
                + "'maxLaunchDelaySeconds':3600,'networks':[{'mode':'container/bridge'}],"
                + "'container':{'type':'DOCKER','docker':{'image':'nginx'},"
                + "'portMappings':[{'containerPort':80,'hostPort':0}]}}");

    assertThat(old).isEqualTo(now);
    assertThat(old.constraints())
        .containsExactly(new Constraint("hostname", Operator.UNIQUE, Optional.empty()));
    assertThat(old.portMappings())
        .containsExactly(
            new PortMapping(80, Optional.of(0), 0, "tcp", Optional.empty(), Map.of(), List.of()));
  }

  @Test
  void nullsMeanNothing() {
    String withNulls =
        BRIDGED_2015.replace(
            "'instances':1",
            "'instances':1,'cmd':null,'args':null,'user':null,'ipAddress':null,'uris':null,"
                + "'acceptedResourceRoles':null,'healthChecks':null,'labels':null,'env':null,"
                + "'upgradeStrategy':null,'residency':null");

    assertThat(app(withNulls)).isEqualTo(app(BRIDGED_2015));
  }

  @Test
  void theOldestFormBecomesADockerContainer() {
    AppSpec app =
        app(
            "{'container':{'image':'docker:///libmesos/ubuntu','options':['--privileged']},"
                + "'cpus':0.5,'cmd':'sleep 500','id':'docker-tester','instances':1,'mem':300}");

    assertThat(app.container().orElseThrow().type()).isEqualTo(Container.Type.DOCKER);
    assertThat(image(app))
        .isEqualTo(new DockerImage("libmesos/ubuntu", false, true, List.of(), Optional.empty()));
  }

  @Test
  void oldestOptionsBecomeVolumesParametersAndNetwork() {
    AppSpec app =
        app(
            "{'id':'o','cmd':'x','container':{'image':'docker:///i:1','options':['-v','/a:/b:ro',"
                + "'--net=bridge','-e A=1','--hostname=h','--rm','--cap-add','SYS_ADMIN',"
                + "'-v /data']}}");

    assertThat(app.volumes()).containsExactly(new Volume.Host("/b", "/a", Volume.Mode.RO));
    assertThat(app.networks()).containsExactly(Network.BRIDGE);
    assertThat(image(app).image()).isEqualTo("i:1");
    assertThat(image(app).parameters())
        .containsExactly(
            new Parameter("env", "A=1"),
            new Parameter("hostname", "h"),
            new Parameter("rm", "true"),
            new Parameter("cap-add", "SYS_ADMIN"),
            new Parameter("volume", "/data"));
  }

  @Test
  void numbersMayBeTexts() {
    AppSpec app = app("{'id':'a','cmd':'x','cpus':'0.1','mem':'128','instances':'3'}");

    assertThat(app.demand()).isEqualTo(new Demand(0.1, 128, 0, 0));
    assertThat(app.instances()).isEqualTo(3);
  }

  @Test
  void constraintValuesMayBeNumbersAndOperatorsInLowerCase() {
    AppSpec app =
        app(
            "{'id':'a','cmd':'x','constraints':[['rack','GROUP_BY',3],['rack','max_per','2'],"
                + "['rack','cluster']]}");

    assertThat(app.constraints())
        .containsExactly(
            new Constraint("rack", Operator.GROUP_BY, Optional.of("3")),
            new Constraint("rack", Operator.MAX_PER, Optional.of("2")),
            new Constraint("rack", Operator.CLUSTER, Optional.empty()));
  }

  @Test
  void urisBecomeFetchesAndArchivesAreExtracted() {
    AppSpec app = app("{'id':'a','cmd':'x','uris':['http://h/a.tar.gz','http://h/b.jar']}");

    assertThat(app.fetch())
        .containsExactly(
            new FetchUri("http://h/a.tar.gz", true, false, false, Optional.empty()),
            new FetchUri("http://h/b.jar", false, false, false, Optional.empty()));
  }

  @Test
  void portsAreServicePortsOfTheHost() {
    AppSpec app = app("{'id':'a','cmd':'x','ports':[9000,0],'requirePorts':true}");

    assertThat(app.servicePorts()).containsExactly(9000, 0);
    assertThat(app.hostPorts()).containsExactly(Optional.of(9000), Optional.of(0));
    assertThat(app("{'id':'a','cmd':'x','ports':[]}").portDefinitions()).isEmpty();
  }

  @Test
  void portsBesideMappingsGiveServicePortsAndFurtherMappings() {
    AppSpec app = app(BRIDGED_2015.replace("'instances':1", "'instances':1,'ports':[9000,9001]"));

    assertThat(app.servicePorts()).containsExactly(9000, 9001);
    assertThat(app.portMappings().get(1).containerPort()).isZero();
  }

  @Test
  void aUserNetworkTakesItsNameFromTheAddress() {
    AppSpec app =
        app(
            "{'id':'a','cmd':'x','ipAddress':{'networkName':'dcos','labels':{'k':'v'}},"
                + "'container':{'type':'DOCKER','docker':{'image':'i','network':'USER'}}}");

    assertThat(app.networks())
        .containsExactly(
            new Network(Network.Mode.CONTAINER, Optional.of("dcos"), Map.of("k", "v")));
    assertThat(app.portMappings().get(0).hostPort()).isEmpty();
  }

  @Test
  void anAddressAloneMeansAMesosContainerWithItsPorts() {
    AppSpec app =
        app(
            "{'id':'a','cmd':'x','ipAddress':{'networkName':'net','discovery':{'ports':"
                + "[{'number':80,'name':'http','protocol':'tcp'}]}}}");

    assertThat(app.container().orElseThrow().type()).isEqualTo(Container.Type.MESOS);
    assertThat(app.portMappings())
        .containsExactly(
            new PortMapping(
                80, Optional.empty(), 0, "tcp", Optional.of("http"), Map.of(), List.of()));
  }

  @Test
  void anAddressWithTheBridgesNameIsTheBridge() {
    assertThat(app("{'id':'a','cmd':'x','ipAddress':{'networkName':'mesos-bridge'}}").networks())
        .containsExactly(Network.BRIDGE);
  }

  @Test
  void mappingsInTheHostsNetworkAreDroppedFromTheOldForm() {
    AppSpec app =
        app(
            "{'id':'a','cmd':'x','container':{'docker':{'image':'i','network':'HOST',"
                + "'portMappings':[{'containerPort':80}]}}}");

    assertThat(app.container().orElseThrow().portMappings()).isEmpty();
    assertThat(app.servicePorts()).containsExactly(0);
  }

  @Test
  void parametersMayBeAnObject() {
    AppSpec app =
        app("{'id':'a','container':{'docker':{'image':'i','parameters':{'a':'1','b':'2'}}}}");

    assertThat(image(app).parameters())
        .containsExactly(new Parameter("a", "1"), new Parameter("b", "2"));
    assertThat(app.container().orElseThrow().type()).isEqualTo(Container.Type.DOCKER);
  }

  @Test
  void aBridgeWithoutMappingsHasOne() {
    AppSpec app =
        app(
            "{'id':'a','networks':[{'mode':'container/bridge'}],"
                + "'container':{'type':'DOCKER','docker':{'image':'i'}}}");

    assertThat(app.hostPorts()).containsExactly(Optional.of(0));
    assertThat(app.portMappings().get(0).name()).contains("default");
  }

  @Test
  void unnamedContainerNetworksTakeTheDefault() {
    AppForms forms = new AppForms(new FormatSettings(Optional.of("dcos"), "b", Set.of(), "*"));
    String text = "{'id':'a','cmd':'x','networks':[{'mode':'container'}]}";

    assertThat(Reading.problems(forms, text)).isEmpty();
    assertThat(Reading.problems(text))
        .containsExactly(
            "/networks: Network name must be specified when container network is selected.");
  }

  @Test
  void unknownMembersAreIgnored() {
    assertThat(app("{'id':'a','cmd':'x','taskRateLimit':1,'nonsense':{'a':[1]},'storeUrls':[]}"))
        .isEqualTo(app("{'id':'a','cmd':'x','storeUrls':[]}"));
  }

  @Test
  void healthChecksGetTheirDefaults() {
    AppSpec app =
        app(
            "{'id':'a','cmd':'x','healthChecks':[{},{'protocol':'COMMAND','command':"
                + "{'value':'true'}},{'protocol':'TCP','port':80}]}");

    assertThat(app.healthChecks().get(0).path()).contains("/");
    assertThat(app.healthChecks().get(0).portIndex()).contains(0);
    assertThat(app.healthChecks().get(0).gracePeriod()).isEqualTo(Duration.ofMinutes(5));
    assertThat(app.healthChecks().get(0).interval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(app.healthChecks().get(0).timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(app.healthChecks().get(0).maxConsecutiveFailures()).isEqualTo(3);
    assertThat(app.healthChecks().get(1).portIndex()).isEmpty();
    assertThat(app.healthChecks().get(2).portIndex()).isEmpty();
  }

  @Test
  void dependenciesAreRelativeToTheGroup() {
    AppSpec app = app("{'id':'/prod/shop/web','cmd':'x','dependencies':['db','../cache','/x']}");

    assertThat(app.dependencies())
        .containsExactlyInAnyOrder(
            AppId.of("/prod/shop/db"), AppId.of("/prod/cache"), AppId.of("/x"));
  }
}
