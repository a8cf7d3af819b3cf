/**
 * Holds the files for Docker and Kubernetes against their schemas, against each other, and against
 * the programs that they start.
 */
package io.hostpulse.deploy;
