package objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// One page of the keys of a bucket. Immutable.
///
/// @param prefixes the common prefixes, which end with a slash
/// @param entries the objects
/// @param next the token of the store for the next page, or an empty string if this is the last one
record Listing(List<String> prefixes, List<Entry> entries, String next) {

  /// An object.
  ///
  /// @param modified the time as text
  record Entry(String key, long size, String modified) {}

  boolean isEmpty() {
    return prefixes.isEmpty() && entries.isEmpty();
  }

  /// Parses the response to `ListObjectsV2`.
  static Listing parse(byte[] xml) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      return parse(reader);
    } catch (XMLStreamException | IllegalArgumentException e) {
      throw new IOException("an invalid listing", e);
    }
  }

  private static Listing parse(XMLStreamReader reader) throws XMLStreamException {
    List<String> prefixes = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    StringBuilder text = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> text.setLength(0);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          switch (reader.getLocalName()) {
            case "Contents" -> {
              long size = Long.parseLong(fields.getOrDefault("Size", "0"));
              String modified = fields.getOrDefault("LastModified", "");
              entries.add(new Entry(decoded(fields.get("Key")), size, modified));
            }
            case "CommonPrefixes" -> prefixes.add(decoded(fields.get("Prefix")));
            default -> fields.put(reader.getLocalName(), text.toString());
          }
        }
        default -> {}
      }
    }
    String next = fields.getOrDefault("NextContinuationToken", "");
    return new Listing(List.copyOf(prefixes), List.copyOf(entries), next);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text == null ? "" : text, StandardCharsets.UTF_8);
  }
}
