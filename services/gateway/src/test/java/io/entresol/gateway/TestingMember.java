package io.entresol.gateway;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import java.io.Closeable;

/** Another member of a gateway's cluster. */
record TestingMember(ClusterNode node) implements Closeable {
  static TestingMember join(TestingGateway gateway) {
    return new TestingMember(
        TestingGateway.await(
            ClusterNode.join(
                ClusterOptions.of(
                    "zk://" + gateway.node().zooKeeper().servers() + "/mesos", "127.0.0.1"))));
  }

  @Override
  public void close() {
    TestingGateway.await(node.leave());
  }
}
