# One image for the gateway, the five services, their migrations and the demo; only the command differs.
# Builds with and without BuildKit.

FROM python:3.13-slim AS packages
# For a network with a package index of its own: docker build --build-arg PIP_INDEX_URL=…
ARG PIP_INDEX_URL
ARG PIP_TRUSTED_HOST
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/lobby \
 && /opt/lobby/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
    -r /tmp/requirements.lock

FROM python:3.13-slim
RUN groupadd --gid 10001 lobby && useradd --uid 10001 --gid lobby --no-create-home --shell /usr/sbin/nologin lobby \
 && install --directory --owner lobby --group lobby /var/lib/lobby/files
COPY --from=packages /opt/lobby /opt/lobby
WORKDIR /srv/lobby
COPY shared shared
COPY services services
COPY gateway gateway
COPY embedded embedded
# The programs may not write beside their code, so it is compiled here.
RUN /opt/lobby/bin/python -m compileall -q .
ENV PATH=/opt/lobby/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8000
CMD ["python", "-m", "gateway", "serve"]
