package io.entresol.proto;

/** The version of Mesos whose behaviour clients may rely on; masters, agents and APIs say it. */
public final class MesosVersion {
  public static final String TEXT = "1.12.0";

  private MesosVersion() {}
}
