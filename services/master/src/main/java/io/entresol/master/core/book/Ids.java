package io.entresol.master.core.book;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.OfferID;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Gives out ids: all begin with the master's own id and count up, so each is new for ever. */
public final class Ids {
  private final String masterId;
  private long frameworks;
  private long agents;
  private long offers;
  private long operations;

  public Ids(String masterId) {
    this.masterId = masterId;
  }

  public FrameworkID nextFramework() {
    return FrameworkID.newBuilder()
        .setValue(String.format("%s-%04d", masterId, frameworks++))
        .build();
  }

  public AgentID nextAgent() {
    return AgentID.newBuilder().setValue(masterId + "-S" + agents++).build();
  }

  /** Offers and inverse offers are counted together. */
  public OfferID nextOffer() {
    return OfferID.newBuilder().setValue(masterId + "-O" + offers++).build();
  }

  /** The 16 bytes of a UUID that is derived from the master's id and a count. */
  public ByteString nextOperation() {
    String name = masterId + "-operation-" + operations++;
    UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }
}
