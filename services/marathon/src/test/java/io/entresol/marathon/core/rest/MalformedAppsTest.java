package io.entresol.marathon.core.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever stands where something else should stand, the answer is an app or a refusal. */
class MalformedAppsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final List<String> DOCUMENTS =
      List.of(
          "{'id':'a','cmd':'x','args':['y'],'cpus':1,'env':{'A':'1','B':{'secret':'s'}},"
              + "'constraints':[['rack','LIKE','x']],'uris':['http://h/a.tgz'],'ports':[0,1],"
              + "'healthChecks':[{'protocol':'COMMAND','command':{'value':'x'}},{'port':1}],"
              + "'dependencies':['b'],'upgradeStrategy':{'minimumHealthCapacity':1},"
              + "'unreachableStrategy':{'inactiveAfterSeconds':1,'expungeAfterSeconds':2},"
              + "'secrets':{'s':{'source':'x'}},'labels':{'a':'b'},'residency':{},'tty':true}",
          "{'id':'a','container':{'type':'DOCKER','docker':{'image':'i','network':'BRIDGE',"
              + "'portMappings':[{'containerPort':80,'hostPort':0}],'parameters':[{'key':'a',"
              + "'value':'b'}]},'volumes':[{'containerPath':'/a','hostPath':'/b','mode':'RO'}]},"
              + "'portDefinitions':[{'port':1,'labels':{}}]}",
          "{'id':'a','cmd':'x','networks':[{'mode':'container','name':'n','labels':{}}],"
              + "'container':{'type':'MESOS','portMappings':[{'containerPort':0,'name':'n',"
              + "'networkNames':['n']}],'volumes':[{'containerPath':'d','persistent':{'size':1,"
              + "'constraints':[['path','LIKE','x']]}},{'containerPath':'e','external':{'name':'x',"
              + "'provider':'dvdi','options':{'a':'b'}}}],'linuxInfo':{'seccomp':{},'ipcInfo':{}}},"
              + "'check':{'http':{'portIndex':0}},'readinessChecks':[{'portName':'n'}]}",
          "{'id':'a','cmd':'x','container':{'image':'docker:///i','options':['-v','/a:/b']},"
              + "'ipAddress':{'networkName':'n','discovery':{'ports':[{'number':1}]}}}");

  private static final String[] REPLACEMENTS = {
    "null",
    "0",
    "-1",
    "1.5",
    "1e300",
    "true",
    "''",
    "'x'",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[{}]",
    "{'':''}",
    "{'x':null}",
    "'\\u0000'",
    "'..'",
    "99999999999"
  };

  @Property(tries = 400)
  void aMalformedAppIsRefusedAndChangesNothing(
      @ForAll int document, @ForAll long seed, @ForAll boolean update) throws IOException {
    TestingRest rest = new TestingRest();
    rest.create("existing", "'uris':['http://h/x']");
    String text = DOCUMENTS.get(Math.floorMod(document, DOCUMENTS.size()));
    JsonNode mutated = mutate(read(text), new Random(seed));
    HttpAnswer answer =
        update
            ? rest.put("/v2/apps/existing", mutated.toString())
            : rest.post("/v2/apps", mutated.toString());

    assertThat(answer.status()).as(mutated + " " + answer.text()).isIn(200, 201, 400, 404, 422);
    if (answer.status() >= 400) {
      assertThat(rest.scheduler.root().apps()).containsOnlyKeys(AppId.of("existing"));
      assertThat(rest.scheduler.changes).hasSize(1);
    }
  }

  private static JsonNode read(String text) throws IOException {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  /** Puts something else in one place, or in two. */
  private static JsonNode mutate(JsonNode node, Random random) throws IOException {
    JsonNode once = replace(node, random);
    return random.nextBoolean() ? once : replace(once, random);
  }

  private static JsonNode replace(JsonNode node, Random random) throws IOException {
    if (node.isEmpty() || random.nextInt(5) == 0) {
      return read(REPLACEMENTS[random.nextInt(REPLACEMENTS.length)]);
    }
    int at = random.nextInt(node.size());
    if (node instanceof ArrayNode array) {
      array.set(at, replace(array.get(at), random));
    } else if (node instanceof ObjectNode object) {
      String name = object.properties().stream().skip(at).findFirst().orElseThrow().getKey();
      object.set(name, replace(object.get(name), random));
    }
    return node;
  }
}
