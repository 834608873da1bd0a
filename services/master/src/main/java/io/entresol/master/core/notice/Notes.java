package io.entresol.master.core.notice;

/** Whom the master keeps informed besides frameworks. */
public record Notes(OperatorNotes operators, AllocatorNotes allocator) {}
