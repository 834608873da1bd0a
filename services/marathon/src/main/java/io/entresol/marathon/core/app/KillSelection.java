package io.entresol.marathon.core.app;

/** Which of equally good victims goes first when an app is scaled down. */
public enum KillSelection {
  YOUNGEST_FIRST,
  OLDEST_FIRST
}
