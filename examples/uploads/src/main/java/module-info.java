/// A plugin that stores the files of a form, and tells how much it has stored.
module uploads {
  requires org.apache.commons.fileupload2.core;
  requires otus.server.api;

  provides otus.server.api.spi.HandlerProvider with
      uploads.UploadsProvider;
}
