package io.entresol.allocator.core;

import java.util.List;

/**
 * A batch that the master has not answered yet.
 *
 * @param sentAtMs when it was sent
 */
record OutstandingBatch(long id, List<Proposal> proposals, long sentAtMs) {}
