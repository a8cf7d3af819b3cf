package io.hostpulse.stack;

import java.nio.file.Path;

/**
 * Encryption and authentication of an Elasticsearch node's HTTP API.
 *
 * @param certificate that it shows, in PEM form
 * @param key of the certificate, in PEM form without a passphrase
 * @param authority certificate of the authority that issued the certificate, in PEM form
 * @param user who may do everything
 * @param password of the user
 */
public record ElasticsearchSecurity(
        Path certificate, Path key, Path authority, String user, String password) {

    @Override
    public String toString() {
        return "ElasticsearchSecurity[certificate=%s, user=%s]".formatted(certificate, user);
    }
}
