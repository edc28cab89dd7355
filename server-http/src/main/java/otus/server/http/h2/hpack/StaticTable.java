package otus.server.http.h2.hpack;

/// The static table of RFC 7541 Appendix A. Pure.
final class StaticTable {
  /// The number of fields; their indexes begin with 1.
  static final int LENGTH = 61;

  static final int STATUS = 8;
  static final int CONTENT_LENGTH = 28;
  static final int DATE = 33;
  static final int SERVER = 54;

  /// The first seven values of `:status` begin at [#STATUS].
  static final int STATUSES = 7;

  /// One line for each field, in the order of the indexes: the name, and the value if it has one.
  private static final String[] LINES =
      """
      :authority
      :method GET
      :method POST
      :path /
      :path /index.html
      :scheme http
      :scheme https
      :status 200
      :status 204
      :status 206
      :status 304
      :status 400
      :status 404
      :status 500
      accept-charset
      accept-encoding gzip, deflate
      accept-language
      accept-ranges
      accept
      access-control-allow-origin
      age
      allow
      authorization
      cache-control
      content-disposition
      content-encoding
      content-language
      content-length
      content-location
      content-range
      content-type
      cookie
      date
      etag
      expect
      expires
      from
      host
      if-match
      if-modified-since
      if-none-match
      if-range
      if-unmodified-since
      last-modified
      link
      location
      max-forwards
      proxy-authenticate
      proxy-authorization
      range
      referer
      refresh
      retry-after
      server
      set-cookie
      strict-transport-security
      transfer-encoding
      user-agent
      vary
      via
      www-authenticate
      """
          .lines()
          .toArray(String[]::new);

  private static final Field[] FIELDS = new Field[LENGTH + 1];

  static {
    FIELDS[0] = Field.valid("", ""); // no index
    for (int i = 0; i < LENGTH; i++) {
      int blank = LINES[i].indexOf(' ');
      String name = blank < 0 ? LINES[i] : LINES[i].substring(0, blank);
      FIELDS[i + 1] = Field.valid(name.intern(), blank < 0 ? "" : LINES[i].substring(blank + 1));
    }
  }

  private StaticTable() {}

  /// Returns a field.
  ///
  /// @param index 1 to [#LENGTH]
  static Field get(int index) {
    return FIELDS[index];
  }

  /// Returns the index of the first field of a name, or 0.
  static int indexOf(String name) {
    for (int i = 1; i <= LENGTH; i++) {
      if (FIELDS[i].name().equals(name)) {
        return i;
      }
    }
    return 0;
  }
}
