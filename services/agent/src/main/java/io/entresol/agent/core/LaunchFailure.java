package io.entresol.agent.core;

/** Why a container did not start. */
public record LaunchFailure(Stage stage, String message) {
  /** How far the launch had come. */
  public enum Stage {
    /** The sandbox could not be made: nothing was started. */
    SANDBOX,
    /** Something to fetch or pull was not to be had, or the container was ended meanwhile. */
    PREPARATION,
    /** Everything was there, but the command could not be started. */
    START
  }
}
