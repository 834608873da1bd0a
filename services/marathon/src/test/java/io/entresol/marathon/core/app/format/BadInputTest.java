package io.entresol.marathon.core.app.format;

import static io.entresol.marathon.core.app.format.Reading.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong is named with its place; a star marks the wrong form, the rest are wrong values.
 */
class BadInputTest {
  private static final String BASE = "{'id':'a','cmd':'x',";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'cpus':[]                          | */cpus: error.expected.jsnumber",
        "'cpus':'much'                      | */cpus: error.expected.jsnumber",
        "'cmd':5                            | */cmd: error.expected.jsstring",
        "'instances':1.5                    | */instances: error.expected.integer",
        "'instances':true                   | */instances: error.expected.jsnumber",
        "'args':'x'                         | */args: error.expected.jsarray",
        "'args':[1]                         | */args(0): error.expected.jsstring",
        "'env':{'A':1}                      | */env/A: error.expected.jsstring",
        "'env':{'A':{}}                     | */env/A/secret: error.path.missing",
        "'labels':{'a':{}}                  | */labels/a: error.expected.jsstring",
        "'labels':[]                        | */labels: error.expected.jsobject",
        "'container':'x'                    | */container: error.expected.jsobject",
        "'container':{'docker':{}}          | */container/docker/image: error.path.missing",
        "'container':{'image':7}            | */container/image: error.expected.jsstring",
        "'uris':'x'                         | */uris: error.expected.jsarray",
        "'uris':[1]                         | */uris(0): error.expected.jsstring",
        "'ports':'x'                        | */ports: error.expected.jsarray",
        "'ports':['x']                      | */ports(0): error.expected.jsnumber",
        "'constraints':['x']                | */constraints(0): error.expected.jsarray",
        "'constraints':[['a',{}]]           | */constraints(0)(1): error.expected.jsstring",
        "'healthChecks':{}                  | */healthChecks: error.expected.jsarray",
        "'healthChecks':[1]                 | */healthChecks(0): error.expected.jsobject",
        "'dependencies':[1]                 | */dependencies(0): error.expected.jsstring",
        "'requirePorts':'yes'               | */requirePorts: error.expected.jsboolean",
        "'networks':{'mode':'host'}         | */networks: error.expected.jsarray",
        "'upgradeStrategy':1                | */upgradeStrategy: error.expected.jsobject",
      })
  void aWrongFormIsNamed(String member, String problem) {
    assertThat(problems(BASE + member + "}")).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'cpus':-1                                     | /cpus",
        "'mem':-0.5                                    | /mem",
        "'disk':-1                                     | /disk",
        "'gpus':-1                                     | /gpus",
        "'instances':-1                                | /instances",
        "'backoffFactor':0.5                           | /backoffFactor",
        "'backoffSeconds':-1                           | /backoffSeconds",
        "'upgradeStrategy':{'minimumHealthCapacity':2} | /upgradeStrategy/minimumHealthCapacity",
        "'upgradeStrategy':{'maximumOverCapacity':-1}  | /upgradeStrategy/maximumOverCapacity",
        "'acceptedResourceRoles':[]                    | /acceptedResourceRoles",
        "'acceptedResourceRoles':['other']             | /acceptedResourceRoles",
        "'role':'other'                                | /role",
        "'constraints':[['hostname']]                  | /constraints(0)",
        "'constraints':[['hostname','NEAR']]           | /constraints(0)",
        "'constraints':[['hostname','UNIQUE','x']]     | /constraints(0)",
        "'constraints':[['hostname','LIKE']]           | /constraints(0)",
        "'constraints':[['hostname','LIKE','(']]       | /constraints(0)",
        "'constraints':[['hostname','MAX_PER']]        | /constraints(0)",
        "'constraints':[['hostname','MAX_PER','x']]    | /constraints(0)",
        "'constraints':[['hostname','GROUP_BY','x']]   | /constraints(0)",
        "'constraints':[['hostname','IS','a b']]       | /constraints(0)",
        "'constraints':[['','UNIQUE']]                 | /constraints(0)",
        "'killSelection':'RANDOM'                      | /killSelection",
        "'unreachableStrategy':'off'                   | /unreachableStrategy",
        "'executor':'a//b'                             | /executor",
        "'fetch':[{'uri':'not a uri'}]                 | /fetch(0)/uri",
        "'uris':['not a uri']                          | /uris(0)",
        "'uris':['a'],'fetch':[{'uri':'b'}]            | /uris",
        "'args':['y']                                  | /",
        "'ports':[1],'portDefinitions':[{'port':2}]    | /",
        "'ports':[70000]                               | /ports(0)/port",
        "'portDefinitions':[{'port':1},{'port':1}]     | /portDefinitions",
        "'portDefinitions':[{'name':'a'},{'name':'a'}] | /portDefinitions",
        "'portDefinitions':[{'name':'A'}]              | /portDefinitions(0)/name",
        "'networks':[{'mode':'host'},{'mode':'host'}]  | /networks",
        "'networks':[{'mode':'host','name':'x'}]       | /networks",
        "'networks':[{'mode':'far'}]                   | /networks(0)/mode",
        "'healthChecks':[{'portIndex':1}]              | /healthChecks(0)",
        "'healthChecks':[{'port':1,'portIndex':0}]     | /healthChecks(0)/port",
        "'healthChecks':[{'protocol':'COMMAND'}]       | /healthChecks(0)/command",
        "'readinessChecks':[{}]                        | /readinessChecks(0)/portName",
        "'dependencies':['/a']                         | /dependencies",
        "'dependencies':['/A']                         | /dependencies(0)",
        "'gpus':1                                      | /gpus",
        "'secrets':{'a':{'source':'b'}}                | /secrets",
        "'env':{'A':{'secret':'b'}}                    | /env/A",
        "'residency':{}                                | /residency",
        "'container':{'docker':{'image':''}}           | /container/docker/image",
        "'container':{'type':'DOCKER'}                 | /container/docker",
        "'container':{'type':'LXC'}                    | /container/type",
        "'container':{'docker':{'image':'i','network':'NONE'}} | /container/docker/network",
        "'container':{'image':'i','options':['nonsense']}      | /container/options",
        "'networks':[{'mode':'host'}],'container':{'docker':{'image':'i','network':'BRIDGE'}} | /",
        "'container':{'docker':{'image':'i'},'portMappings':[{'containerPort':80}]} | /",
        "'ipAddress':{},'ports':[1] | /",
      })
  void aWrongValueIsNamed(String member, String path) {
    assertThat(problems(BASE + member + "}"))
        .anySatisfy(problem -> assertThat(problem).startsWith(path + ": "))
        .noneSatisfy(problem -> assertThat(problem).startsWith("*"));
  }

  @ParameterizedTest
  @CsvSource({
    "Hello",
    "hello_world",
    "-a",
    "a-",
    "a b",
    "''",
    "/",
    ".",
    "a/..",
    "restart",
    "a/tasks",
    "a/versions",
    "a..b"
  })
  void aBadIdIsNamed(String id) {
    assertThat(problems("{'id':'" + id + "','cmd':'x'}"))
        .singleElement()
        .asString()
        .startsWith("/id: ");
  }

  @Test
  void somethingMustRun() {
    assertThat(problems("{'id':'a'}")).singleElement().asString().startsWith("/: AppDefinition");
    assertThat(problems("{'id':'a','container':{'type':'MESOS'}}"))
        .singleElement()
        .asString()
        .startsWith("/: AppDefinition");
    assertThat(problems("{'id':'a','container':{'docker':{'image':'i'}}}")).isEmpty();
  }

  @Test
  void theIdMustBeAText() {
    assertThat(problems("{'cmd':'x'}")).contains("*/id: error.path.missing");
    assertThat(problems("{'id':5,'cmd':'x'}")).contains("*/id: error.expected.jsstring");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThat(problems("{'id':'A','cpus':-1,'mem':-1,'constraints':[['a','b'],['c','d']]}"))
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactlyInAnyOrder(
            "/id", "/cpus", "/mem", "/constraints(0)", "/constraints(1)", "/");
  }

  @Test
  void featuresMustBeSwitchedOn() {
    AppForms enabled =
        new AppForms(
            new FormatSettings(
                Optional.empty(),
                "mesos-bridge",
                Set.of("gpu_resources", "secrets", "external_volumes"),
                "*"));
    List<String> apps =
        List.of(
            "{'id':'a','cmd':'x','gpus':1}",
            "{'id':'a','cmd':'x','secrets':{'s':{'source':'/s'}},'env':{'A':{'secret':'s'}}}",
            "{'id':'a','cmd':'x','container':{'type':'MESOS','volumes':[{'containerPath':'/v',"
                + "'mode':'RW','external':{'provider':'dvdi','name':'n'}}]}}");

    for (String app : apps) {
      assertThat(problems(app)).isNotEmpty();
      assertThat(problems(enabled, app)).isEmpty();
    }
  }

  @Test
  void appsWithVolumesHaveRulesOfTheirOwn() {
    String volume =
        "'container':{'type':'MESOS','volumes':[{'containerPath':'data','mode':'RW',"
            + "'persistent':{'size':10}}]}";

    assertThat(problems(BASE + volume + "}")).isEmpty();
    assertThat(problems(BASE + volume + ",'upgradeStrategy':{'maximumOverCapacity':1}}"))
        .anyMatch(problem -> problem.startsWith("/upgradeStrategy/maximumOverCapacity"));
    assertThat(problems(BASE + volume + ",'unreachableStrategy':{'inactiveAfterSeconds':1}}"))
        .anyMatch(problem -> problem.startsWith("/unreachableStrategy"));
    assertThat(problems(BASE + volume.replace("'data'", "'/data'") + "}"))
        .anyMatch(problem -> problem.startsWith("/container/volumes(0)/containerPath"));
    assertThat(problems(BASE + volume.replace("'size':10", "'size':0") + "}"))
        .anyMatch(problem -> problem.startsWith("/container/volumes(0)/persistent/size"));
  }
}
