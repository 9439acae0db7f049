# The program in an image of nothing else: a sandbox for a compose file or a build server, and conversions from cron.
#   tests/packages/build.sh program && docker build --tag tiktok-capi .       the static program for Linux on x64, from target/dist
#   docker run --rm --publish 127.0.0.1:8787:8787 tiktok-capi                 prints the address and the password of the page
#   docker run --rm --interactive --env TIKTOK_ACCESS_TOKEN tiktok-capi send - --pixel-code C4A <event.json
# tests/packages/install/container.sh does what stands here without Docker.

FROM debian:12-slim AS unpacked
RUN apt-get update -qq && apt-get install -qq --no-install-recommends ca-certificates
ADD target/dist/tiktok-capi-[0-9]*-linux-x64-musl.tar.gz /archive/
RUN mv /archive/* /program

FROM scratch
COPY --from=unpacked /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=unpacked /program /
# Nobody: what it writes goes into a volume that is given to it.
USER 65532:65532
EXPOSE 8787
ENTRYPOINT ["/tiktok-capi"]
CMD ["sandbox", "--listen", "0.0.0.0"]
