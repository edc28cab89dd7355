package notes;

/// A note as it is in JSON.
///
/// @param text the text
record Note(String text) {}
