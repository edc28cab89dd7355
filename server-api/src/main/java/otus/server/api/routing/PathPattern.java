package otus.server.api.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// A pattern of paths with named segments, as in [Routes]. Immutable; any thread.
final class PathPattern implements Comparable<PathPattern> {
  private static final String REST = "...";

  /// The kinds of parts, the more specific first.
  private enum Kind {
    /// Where the pattern has ended.
    END,
    LITERAL,
    SEGMENT,
    REST
  }

  /// A segment that matches itself, or has a name.
  ///
  /// @param text the text, or the name
  private record Part(Kind kind, String text) {}

  private static final Part END = new Part(Kind.END, "");

  private final String text;
  private final List<Part> parts;

  private PathPattern(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  /// Parses a pattern.
  ///
  /// @throws IllegalArgumentException if the pattern is invalid
  static PathPattern parse(String text) {
    if (!text.startsWith("/")) {
      throw invalid(text, "it must begin with a slash");
    }
    if (text.equals("/")) {
      return new PathPattern(text, List.of());
    }
    if (text.endsWith("/")) {
      throw invalid(text, "omit the slash at its end, since paths match with and without it");
    }
    List<Part> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String segment : text.substring(1).split("/", -1)) {
      if (!parts.isEmpty() && parts.getLast().kind == Kind.REST) {
        throw invalid(text, "{" + parts.getLast().text + REST + "} must be its last segment");
      }
      Part part = part(text, segment);
      if (part.kind != Kind.LITERAL && !names.add(part.text)) {
        throw invalid(text, "the name " + part.text + " occurs twice");
      }
      parts.add(part);
    }
    return new PathPattern(text, List.copyOf(parts));
  }

  private static Part part(String text, String segment) {
    if (segment.indexOf('{') < 0 && segment.indexOf('}') < 0) {
      try {
        return new Part(Kind.LITERAL, new UrlPath(List.of(segment), false).name());
      } catch (IllegalArgumentException e) {
        throw invalid(text, "no path has the segment '" + segment + "'");
      }
    }
    boolean isRest = segment.endsWith(REST + "}");
    int end = segment.length() - (isRest ? REST.length() + 1 : 1);
    String name = segment.startsWith("{") && end > 0 ? segment.substring(1, end) : "";
    if (!segment.endsWith("}") || !name.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
      throw invalid(
          text, "the segment " + segment + " must be {name} or {name...}, with an ASCII name");
    }
    return new Part(isRest ? Kind.REST : Kind.SEGMENT, name);
  }

  private static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException("invalid pattern of a path, " + text + ": " + reason);
  }

  private Part part(int index) {
    return index < parts.size() ? parts.get(index) : END;
  }

  /// Returns whether this pattern matches a path.
  boolean matches(List<String> segments) {
    for (int i = 0; i < segments.size(); i++) {
      Part part = part(i);
      if (part.kind == Kind.REST) {
        return true;
      }
      if (part.kind == Kind.END
          || (part.kind == Kind.LITERAL && !part.text.equals(segments.get(i)))) {
        return false;
      }
    }
    Kind next = part(segments.size()).kind;
    return next == Kind.END || next == Kind.REST;
  }

  /// Returns the value of a named segment in a path that this pattern matches, or null if there is
  /// no such name.
  @Nullable String segment(String name, List<String> segments) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.kind != Kind.LITERAL && part.text.equals(name)) {
        return part.kind == Kind.SEGMENT
            ? segments.get(i)
            : String.join("/", segments.subList(i, segments.size()));
      }
    }
    return null;
  }

  /// Returns whether the other pattern matches all paths that this one matches.
  boolean isWithin(PathPattern other) {
    for (int i = 0; ; i++) {
      Part mine = part(i);
      Part theirs = other.part(i);
      if (theirs.kind == Kind.REST) {
        return true;
      }
      if (mine.kind == Kind.END || theirs.kind == Kind.END) {
        return mine.kind == theirs.kind;
      }
      if (mine.kind == Kind.REST || (theirs.kind == Kind.LITERAL && !theirs.equals(mine))) {
        return false;
      }
    }
  }

  /// Returns a path that both patterns match, or null if there is none.
  @Nullable String commonPath(PathPattern other) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; ; i++) {
      Part mine = part(i);
      Part theirs = other.part(i);
      if (mine.kind == Kind.REST || theirs.kind == Kind.REST) {
        PathPattern longer = mine.kind == Kind.REST ? other : this;
        for (int j = i; j < longer.parts.size(); j++) {
          path.append('/').append(longer.parts.get(j).text);
        }
        return path.isEmpty() ? "/" : path.toString();
      }
      if (mine.kind == Kind.END || theirs.kind == Kind.END) {
        boolean both = mine.kind == theirs.kind;
        return !both ? null : path.isEmpty() ? "/" : path.toString();
      }
      boolean isLiteral = mine.kind == Kind.LITERAL;
      if (isLiteral && theirs.kind == Kind.LITERAL && !mine.text.equals(theirs.text)) {
        return null;
      }
      path.append('/').append(isLiteral ? mine.text : theirs.text);
    }
  }

  /// Compares part by part, so that of two patterns that match a common path, the more specific one
  /// precedes. Inconsistent with `equals`: names do not matter.
  @Override
  public int compareTo(PathPattern other) {
    for (int i = 0; ; i++) {
      Part mine = part(i);
      Part theirs = other.part(i);
      int order = mine.kind.compareTo(theirs.kind);
      if (order == 0 && mine.kind == Kind.LITERAL) {
        order = mine.text.compareTo(theirs.text);
      }
      if (order != 0 || mine.kind == Kind.END) {
        return order;
      }
    }
  }

  /// Returns the pattern as it was given.
  @Override
  public String toString() {
    return text;
  }
}
