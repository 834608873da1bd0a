package io.entresol.agent.container.detect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads this machine. Blocking. */
public final class Machine {
  private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final long BYTES_PER_KILOBYTE = 1024;

  private Machine() {}

  /**
   * What the machine says of itself now.
   *
   * @param workDirectory a directory on the file system that the agent works on; exists
   */
  public static MachineReadings read(Path workDirectory) {
    return new MachineReadings(
        OptionalInt.of(Runtime.getRuntime().availableProcessors()), memory(), disk(workDirectory));
  }

  private static OptionalLong memory() {
    try (var lines = Files.lines(MEMORY)) {
      return lines
          .filter(line -> line.startsWith("MemTotal:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KILOBYTE)
          .findFirst();
    } catch (IOException | UncheckedIOException | NumberFormatException unreadable) {
      LOG.warn("Cannot read how much memory the machine has: {}", unreadable.toString());
      return OptionalLong.empty();
    }
  }

  private static OptionalLong disk(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      return OptionalLong.of(store.getTotalSpace());
    } catch (IOException unreadable) {
      LOG.warn("Cannot read how large the disk of {} is: {}", directory, unreadable.toString());
      return OptionalLong.empty();
    }
  }

  /** The machine's name as others may look it up; its address if it has none. */
  public static String hostname() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException unnamed) {
      return address();
    }
  }

  /** An address at which other machines may reach this one; the loopback address if it has none. */
  public static String address() {
    try {
      InetAddress local = InetAddress.getLocalHost();
      if (local instanceof Inet4Address && !local.isLoopbackAddress()) {
        return local.getHostAddress();
      }
    } catch (UnknownHostException unnamed) {
      LOG.debug("The machine's own name has no address: {}", unnamed.toString());
    }
    return firstOfInterfaces();
  }

  private static String firstOfInterfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Machine::leadsOut)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address)
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElseGet(() -> InetAddress.getLoopbackAddress().getHostAddress());
    } catch (SocketException unreadable) {
      LOG.warn("Cannot read the network interfaces: {}", unreadable.toString());
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }

  /** Bridges of containers have addresses too, but lead nowhere. */
  private static boolean leadsOut(NetworkInterface each) {
    try {
      return each.isUp()
          && !each.isLoopback()
          && !each.isVirtual()
          && !each.getName().matches("(docker|br-|veth|virbr|cni).*");
    } catch (SocketException unreadable) {
      return false;
    }
  }
}
