package io.entresol.master.core.turn;

import com.google.protobuf.MessageLite;
import io.entresol.domain.frame.Frame;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.EventStream;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One command being carried out: its time, and the frame that it builds. What goes to one receiver
 * keeps its order; an answer precedes the events that follow from the same command.
 */
public final class Turn {
  /** How many events a message to a stream carries. */
  static final int EVENTS_PER_MESSAGE = 500;

  private final Instant now;
  private final long epoch;
  private final Frame.Builder<MasterEffect> frame = new Frame.Builder<>();
  private final List<MasterEffect> replies = new ArrayList<>(1);
  private final List<MasterEffect> commands = new ArrayList<>(2);
  private final List<MasterEffect> snapshot = new ArrayList<>(0);
  private final List<AllocatorEvent> allocatorEvents = new ArrayList<>(2);
  private final Map<EventStream, List<io.entresol.mesos.v1.scheduler.Event>> frameworkEvents =
      new LinkedHashMap<>(2);
  private final Map<EventStream, List<io.entresol.mesos.v1.master.Event>> operatorEvents =
      new LinkedHashMap<>(0);
  private final Set<EventStream> ended = new HashSet<>(0);
  private final Set<Agent> touched = new LinkedHashSet<>(2);

  public Turn(Instant now, long epoch) {
    this.now = now;
    this.epoch = epoch;
  }

  public Instant now() {
    return now;
  }

  public void put(String key, MessageLite record) {
    frame.put(key, record.toByteArray());
  }

  public void remove(String key) {
    frame.remove(key);
  }

  public void reply(long request, MasterReply reply) {
    replies.add(new MasterEffect.Reply(request, reply));
  }

  /** The next command to a registered agent. */
  public void toAgent(Agent agent, AgentCommand.Builder command) {
    toEndpoint(agent.endpoint(), agent.nextSeq(), command);
  }

  /** A command to a process that is not, or not yet, a registered agent's, or a ping. */
  public void toEndpoint(Endpoint endpoint, long seq, AgentCommand.Builder command) {
    command.setEndpointId(endpoint.getId()).setMasterEpoch(epoch).setSeq(seq);
    commands.add(new MasterEffect.SendToAgent(endpoint.getNodeId(), command.build()));
  }

  public void toFramework(EventStream stream, io.entresol.mesos.v1.scheduler.Event event) {
    frameworkEvents.computeIfAbsent(stream, s -> new ArrayList<>(2)).add(event);
  }

  public void toOperator(EventStream stream, io.entresol.mesos.v1.master.Event event) {
    operatorEvents.computeIfAbsent(stream, s -> new ArrayList<>(2)).add(event);
  }

  /** Nothing follows on a framework's stream after what was sent so far. */
  public void endFrameworkStream(EventStream stream) {
    frameworkEvents.computeIfAbsent(stream, s -> new ArrayList<>(0));
    ended.add(stream);
  }

  /** Nothing follows on an operator's stream after what was sent so far. */
  public void endOperatorStream(EventStream stream) {
    operatorEvents.computeIfAbsent(stream, s -> new ArrayList<>(0));
    ended.add(stream);
  }

  public void toAllocator(AllocatorEvent.Builder event) {
    allocatorEvents.add(event.build());
  }

  /** What the allocator is told in this turn, so far. */
  public List<AllocatorEvent> allocatorEvents() {
    return allocatorEvents;
  }

  /** Something that is not numbered with the rest of what the allocator is told. */
  public void toAllocator(MasterEffect effect) {
    snapshot.add(effect);
  }

  /** Notes that an agent's account changed, so that it is checked at the end. */
  public void touch(Agent agent) {
    touched.add(agent);
  }

  public Set<Agent> touched() {
    return touched;
  }

  /** The frame of this command. */
  public Frame<MasterEffect> finish() {
    replies.forEach(frame::effect);
    commands.forEach(frame::effect);
    frameworkEvents.forEach(this::emitFrameworkEvents);
    operatorEvents.forEach(this::emitOperatorEvents);
    snapshot.forEach(frame::effect);
    return frame.build();
  }

  private void emitFrameworkEvents(
      EventStream stream, List<io.entresol.mesos.v1.scheduler.Event> events) {
    int from = 0;
    do {
      int to = Math.min(events.size(), from + EVENTS_PER_MESSAGE);
      FrameworkEvents.Builder message =
          FrameworkEvents.newBuilder()
              .setStreamId(stream.id())
              .setFirstSeq(stream.take(to - from))
              .addAllEvents(events.subList(from, to))
              .setMasterEpoch(epoch);
      if (stream.subscription() > 0) {
        message.setSubscription(stream.subscription());
      }
      if (to == events.size() && ended.contains(stream)) {
        message.setLast(true);
      }
      frame.effect(new MasterEffect.SendToFramework(stream.nodeId(), message.build()));
      from = to;
    } while (from < events.size());
  }

  private void emitOperatorEvents(
      EventStream stream, List<io.entresol.mesos.v1.master.Event> events) {
    int from = 0;
    do {
      int to = Math.min(events.size(), from + EVENTS_PER_MESSAGE);
      OperatorEvents.Builder message =
          OperatorEvents.newBuilder()
              .setStreamId(stream.id())
              .setFirstSeq(stream.take(to - from))
              .addAllEvents(events.subList(from, to))
              .setMasterEpoch(epoch);
      if (to == events.size() && ended.contains(stream)) {
        message.setLast(true);
      }
      frame.effect(new MasterEffect.SendToOperator(stream.nodeId(), message.build()));
      from = to;
    } while (from < events.size());
  }
}
