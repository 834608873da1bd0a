package org.apache.mesos;

import java.util.Objects;

/**
 * Takes the place of what loaded the native library. There is none to load, so loading always
 * succeeds, and the version is that of the Mesos whose drivers these are.
 */
public class MesosNativeLibrary {
  /** The version of Mesos. */
  public static final String VERSION = version().toString();

  /** Does nothing: the path names a library that is not needed. */
  public static synchronized void load(String path) {}

  /** Does nothing. */
  public static void load() {}

  /** The version of Mesos. */
  public static synchronized Version version() {
    return new Version(1, 11, 0);
  }

  /** A version in three numbers. */
  public static class Version implements Comparable<Version> {
    public final long major;
    public final long minor;
    public final long patch;

    public Version(long major, long minor, long patch) {
      if (major < 0 || minor < 0 || patch < 0) {
        throw new IllegalArgumentException(
            "No part of a version is negative: " + major + "." + minor + "." + patch);
      }
      this.major = major;
      this.minor = minor;
      this.patch = patch;
    }

    public Version(long major, long minor) {
      this(major, minor, 0);
    }

    public Version(long major) {
      this(major, 0, 0);
    }

    /** As the original has it, beside the one of {@link Object}. */
    @SuppressWarnings("NonOverridingEquals")
    public boolean equals(Version other) {
      return other != null && compareTo(other) == 0;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Version && equals((Version) other);
    }

    @Override
    public int hashCode() {
      return Objects.hash(major, minor, patch);
    }

    @Override
    public int compareTo(Version other) {
      if (major != other.major) {
        return Long.compare(major, other.major);
      }
      return minor == other.minor
          ? Long.compare(patch, other.patch)
          : Long.compare(minor, other.minor);
    }

    public boolean before(Version other) {
      return compareTo(other) < 0;
    }

    public boolean after(Version other) {
      return compareTo(other) > 0;
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + patch;
    }
  }
}
