package io.entresol.master.core.state;

/**
 * What has reached a master and waits for it.
 *
 * @param dispatches from the allocator, and questions for figures: these come first
 * @param calls of frameworks and operators, and their questions
 * @param messages of agents
 */
public record Waiting(int dispatches, int calls, int messages) {
  public static final Waiting NOTHING = new Waiting(0, 0, 0);
}
