package io.entresol.runtime;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys to ZooKeeper paths and back. The last segment of a key with several goes into one of 64
 * buckets, so that no node gets too many children for one listing.
 *
 * @param root the path below which the records are
 */
record RecordPaths(String root) {
  private static final char BUCKET = '~';
  private static final int BUCKETS = 64;

  String path(String key) {
    String[] segments = key.split("/", -1);
    StringBuilder path = new StringBuilder(root);
    for (int i = 0; i < segments.length; i++) {
      if (i > 0 && i == segments.length - 1) {
        int bucket = Math.floorMod(segments[i].hashCode(), BUCKETS);
        path.append('/').append(BUCKET).append(String.format("%02x", bucket));
      }
      path.append('/').append(encode(segments[i]));
    }
    return path.toString();
  }

  String key(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(root.length() + 1).split("/", -1)) {
      if (segment.isEmpty() || segment.charAt(0) != BUCKET) {
        segments.add(URLDecoder.decode(segment, StandardCharsets.UTF_8));
      }
    }
    return String.join("/", segments);
  }

  private static String encode(String segment) {
    String encoded = URLEncoder.encode(segment, StandardCharsets.UTF_8);
    // ZooKeeper takes "." and ".." for steps.
    return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
  }
}
