package io.entresol.master.core.scheduler;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.ResourcePhrase;
import io.entresol.master.core.operation.Conversion;
import io.entresol.master.core.validation.Place;

/**
 * What is left of the offers that one ACCEPT named, while its operations are carried out one after
 * the other. All of it is of one agent, and allocated to one role.
 */
final class Basket {
  private final Framework framework;
  private final Agent agent;
  private final String role;
  private final Resources offered;
  private Resources remaining;
  private Resources shareable;
  private Resources resized = Resources.NONE;

  Basket(Framework framework, Agent agent, String role, Resources offered) {
    this.framework = framework;
    this.agent = agent;
    this.role = role;
    this.offered = offered;
    this.remaining = offered;
    this.shareable = offered.filter(ResourceKey::shared);
  }

  Framework framework() {
    return framework;
  }

  Agent agent() {
    return agent;
  }

  String role() {
    return role;
  }

  /** Where a task would run: each of several tasks may use a shared volume of the offers. */
  Place place() {
    return new Place(framework, agent, remaining.filter(key -> !key.shared()).plus(shareable));
  }

  /** Whether the conversion is possible with what remains. */
  boolean allows(Conversion conversion) {
    return conversion.isPossible(remaining);
  }

  String describe() {
    return ResourcePhrase.of(remaining);
  }

  /** Later operations can use what comes of it. */
  void convert(Conversion conversion) {
    remaining = conversion.apply(remaining);
    shareable = remaining.filter(ResourceKey::shared);
  }

  /** No later operation can use what comes of it. */
  void resize(Conversion conversion) {
    remaining = remaining.minus(conversion.consumed());
    resized = resized.plus(conversion.converted());
  }

  /** A task or executor takes resources. Returns copies of shared volumes beyond those offered. */
  Resources consume(Resources consumed) {
    Resources beyond =
        consumed.filter(ResourceKey::shared).minus(remaining.filter(ResourceKey::shared));
    remaining = remaining.minus(consumed);
    return beyond;
  }

  /** What operations made and nothing used; a volume of another size is another volume. */
  Resources made() {
    Resources left = remaining.plus(resized);
    Resources volumes =
        left.filter(
            key -> key.isPersistentVolume() && !left.amount(key).equals(offered.amount(key)));
    return left.minus(offered).filter(key -> !key.isPersistentVolume()).plus(volumes);
  }

  /** What was offered and is left as it was. */
  Resources untouched() {
    return remaining.plus(resized).minus(made());
  }
}
