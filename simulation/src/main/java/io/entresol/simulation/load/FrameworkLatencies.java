package io.entresol.simulation.load;

/**
 * What frameworks measure.
 *
 * @param firstOffer from SUBSCRIBE to the first offer
 * @param offer from a task's end to the next offer of its agent
 * @param launch from ACCEPT to the update TASK_RUNNING
 * @param update from the agent's sending an update to its arrival
 */
record FrameworkLatencies(
    Latencies firstOffer, Latencies offer, Latencies launch, Latencies update) {
  FrameworkLatencies() {
    this(new Latencies(), new Latencies(), new Latencies(), new Latencies());
  }

  void add(FrameworkLatencies others) {
    firstOffer.add(others.firstOffer);
    offer.add(others.offer);
    launch.add(others.launch);
    update.add(others.update);
  }
}
