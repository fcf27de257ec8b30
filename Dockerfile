# Nämndsök in two stages: wheels are built in the first, the second holds only what runs, as a user without rights.
FROM python:3.12-slim AS build
ARG EXTRAS=""
WORKDIR /src
COPY . .
RUN python -m venv /opt/namndsok \
    && /opt/namndsok/bin/pip install --no-cache-dir --constraint constraints.txt ".${EXTRAS:+[$EXTRAS]}"

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-swe \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 namndsok \
    && mkdir /data && chown namndsok /data
COPY --from=build /opt/namndsok /opt/namndsok
ENV PATH=/opt/namndsok/bin:$PATH NAMNDSOK_DATA=/data PYTHONUNBUFFERED=1
USER namndsok
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["namndsok"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
