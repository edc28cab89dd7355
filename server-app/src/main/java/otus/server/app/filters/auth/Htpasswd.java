package otus.server.app.filters.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The users of a file in the format of `htpasswd -B`: one line `name:hash` per user; empty lines
/// and lines that begin with `#` are ignored. Immutable.
///
/// Only bcrypt hashes are accepted: `$2y$`, `$2a$` or `$2b$`. The other formats of Apache can be
/// broken in seconds, or are the plain password.
final class Htpasswd {
  private static final int MAX_LINE = 512;

  /// `$2y$10$` and 53 characters: 22 of salt, 31 of hash.
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./0-9A-Za-z]{53}");

  private static final int MIN_COST = 4;

  /// Each step doubles the time for a check; at this cost it is about two seconds.
  private static final int MAX_COST = 15;

  private final Map<String, String> hashes;
  private final List<String> all;

  private Htpasswd(Map<String, String> hashes) {
    this.hashes = Map.copyOf(hashes);
    this.all = List.copyOf(hashes.values());
  }

  /// Parses the content of a file.
  ///
  /// @throws IllegalArgumentException if a line is invalid; the message has its number and the
  ///     problem
  static Htpasswd parse(byte[] content) {
    Map<String, String> hashes = new LinkedHashMap<>();
    int number = 0;
    for (String line : text(content).split("\n", -1)) {
      number++;
      String user = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (user.isBlank() || user.startsWith("#")) {
        continue;
      }
      String fault = add(user, hashes);
      if (fault != null) {
        throw new IllegalArgumentException("line " + number + ": " + fault);
      }
    }
    return new Htpasswd(hashes);
  }

  private static String text(byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not valid UTF-8", e);
    }
  }

  /// Adds a user.
  ///
  /// @return null, or the problem if the line is invalid; it quotes nothing of the line, which may
  ///     contain a password
  private static @Nullable String add(String line, Map<String, String> hashes) {
    int colon = line.indexOf(':');
    if (line.length() > MAX_LINE) {
      return "it is longer than " + MAX_LINE + " characters";
    }
    if (colon <= 0) {
      return "it is not name:hash";
    }
    String name = line.substring(0, colon);
    String hash = line.substring(colon + 1);
    if (name.chars().anyMatch(Character::isISOControl)) {
      return "the name contains a control character";
    }
    Matcher bcrypt = BCRYPT.matcher(hash);
    if (!bcrypt.matches()) {
      return "the hash is not bcrypt: create it with htpasswd -B";
    }
    int cost = Integer.parseInt(bcrypt.group(1));
    if (cost < MIN_COST || cost > MAX_COST) {
      return "the cost of the hash is " + cost + ", not " + MIN_COST + " to " + MAX_COST;
    }
    return hashes.putIfAbsent(name, hash) == null ? null : "the name occurs twice";
  }

  /// The hash of a user, or null if the user is unknown.
  @Nullable String hash(String user) {
    return hashes.get(user);
  }

  /// Selects the hash of any user, always the same for the same number. Passwords of unknown users
  /// are checked against it, so that this takes as long as for a known user.
  ///
  /// @return the hash, or null if there are no users
  @Nullable String anyHash(int number) {
    return all.isEmpty() ? null : all.get(Math.floorMod(number, all.size()));
  }

  /// The number of users.
  int size() {
    return all.size();
  }

  /// Returns whether the other file has the same users with the same hashes.
  boolean hasSameUsers(Htpasswd other) {
    return hashes.equals(other.hashes);
  }
}
