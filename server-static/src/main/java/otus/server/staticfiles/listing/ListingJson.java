package otus.server.staticfiles.listing;

/// A listing as JSON, for programs; with the member `filter` if the query has a filter. Pure.
///
/// ```json
/// {"directories":1,"files":1,"bytes":5,"omitted":0,"entries":[
/// {"name":"docs","type":"directory","modified":"2026-01-02T03:04:05Z"},
/// {"name":"a.txt","type":"file","modified":"2026-01-02T03:04:05Z","size":5}
/// ]}
/// ```
final class ListingJson {

  private ListingJson() {}

  static String of(Listing listing) {
    StringBuilder json = new StringBuilder();
    json.append("{\"directories\":").append(listing.directories());
    json.append(",\"files\":").append(listing.files());
    json.append(",\"bytes\":").append(listing.bytes());
    json.append(",\"omitted\":").append(listing.omitted());
    if (listing.query().filter().isOn()) {
      Escapes.json(json.append(",\"filter\":"), listing.query().filter().text());
    }
    json.append(",\"entries\":[");
    String separator = "\n";
    for (ListingEntry entry : listing.entries()) {
      Escapes.json(json.append(separator).append("{\"name\":"), entry.name());
      json.append(",\"type\":\"").append(entry.directory() ? "directory" : "file");
      json.append("\",\"modified\":\"").append(entry.modified()).append('"');
      if (!entry.directory()) {
        json.append(",\"size\":").append(entry.size());
      }
      json.append('}');
      separator = ",\n";
    }
    return json.append("\n]}\n").toString();
  }
}
